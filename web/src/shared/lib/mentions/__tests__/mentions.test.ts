import { describe, expect, it } from "vitest";
import { begunAt, mentionedIn, mentionPieces, type Person, peopleFor, renamed } from "../mentions";

const person = (id: string, name: string): Person => ({ id, name, avatar_url: null });
const KIM = person("1", "김민지");
const KIM_SU = person("2", "김민지수");
const LEE = person("3", "Lee Jin");
const PEOPLE = [KIM, KIM_SU, LEE];

describe("a mention", () => {
  it("begins with an @ at the start of a word, where the caret is", () => {
    expect(begunAt("see @Lee", 8)).toEqual({ words: "Lee", from: 4 });
    expect(begunAt("see @Lee Ji", 11)).toEqual({ words: "Lee Ji", from: 4 });
    expect(begunAt("@", 1)).toEqual({ words: "", from: 0 });
    expect(begunAt("lee@example.com", 15)).toBeNull();
    expect(begunAt("@Lee is right", 13)).toBeNull();
  });

  it("finds people by the start of any word of their name", () => {
    expect(peopleFor("jin", PEOPLE)).toEqual([LEE]);
    expect(peopleFor("김", PEOPLE)).toEqual([KIM, KIM_SU]);
    expect(peopleFor("", PEOPLE)).toEqual(PEOPLE);
    expect(peopleFor("x", PEOPLE)).toEqual([]);
  });

  it("means the person with the longest name that is written there", () => {
    expect(mentionedIn("@김민지수 봐 주세요", PEOPLE)).toEqual(["2"]);
    expect(mentionedIn("@김민지 @김민지수, @Lee Jin?", PEOPLE).sort()).toEqual(["1", "2", "3"]);
    expect(mentionedIn("김민지, lee@example.com", PEOPLE)).toEqual([]);
  });

  it("is a piece of its text, the longest name first", () => {
    expect(mentionPieces("@김민지수, see @김민지.", [KIM, KIM_SU])).toEqual([
      { text: "@김민지수", person: KIM_SU },
      { text: ", see " },
      { text: "@김민지", person: KIM },
      { text: "." },
    ]);
    const odd = person("4", "A (+1) [x]?");
    expect(mentionPieces("@A (+1) [x]? @Lee Jin", [odd])).toEqual([
      { text: "@A (+1) [x]?", person: odd },
      { text: " @Lee Jin" },
    ]);
    expect(mentionPieces("@Lee Jin", [])).toEqual([{ text: "@Lee Jin" }]);
  });

  it("has the person's new profile", () => {
    const now = { ...KIM, avatar_url: "x" };
    expect(renamed([LEE, KIM], now)).toEqual([LEE, now]);
    const others = [LEE];
    expect(renamed(others, now)).toBe(others);
  });
});
