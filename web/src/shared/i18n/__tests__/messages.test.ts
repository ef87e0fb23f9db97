import { describe, expect, it } from "vitest";
import { en } from "../messages/en";
import { ko } from "../messages/ko";

type Tree = { [key: string]: string | Tree };

const paths = (tree: Tree, prefix = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [`${prefix}${key}`] : paths(value, `${prefix}${key}.`),
  );
const at = (tree: Tree, path: string): string =>
  path.split(".").reduce<string | Tree>((found, key) => (found as Tree)[key] ?? "", tree) as string;
/** The names of a text's arguments and tags. */
const names = (text: string) =>
  [...text.matchAll(/[{<]\/?(\w+)/g)]
    .map((match) => match[1])
    .sort()
    .join();

describe("the two catalogues", () => {
  it("have the same texts", () => {
    expect(paths(ko)).toEqual(paths(en));
  });

  it("name the same arguments in each text", () => {
    // Plural forms differ: Korean has one.
    const plain = paths(en).filter((path) => !/, (plural|select),/.test(at(en, path)));
    const differing = plain.filter((path) => names(at(ko, path)) !== names(at(en, path)));
    expect(differing).toEqual([]);
  });

  it("are in their languages", () => {
    // Products and formats have one name.
    const named = /^(export\.formats\.\w+\.name|webhooks\.kinds\.\w+|import\.forms\.\w+)$/;
    const untranslated = paths(ko).filter(
      (path) => at(ko, path) === at(en, path) && !named.test(path),
    );
    expect(untranslated).toEqual([]);
  });
});
