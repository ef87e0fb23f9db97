import { describe, expect, it } from "vitest";
import { insideOf } from "../after-sign-in";

const ORIGIN = "https://videos.example";
const inside = (next: string) => insideOf(ORIGIN, `?next=${encodeURIComponent(next)}`);

describe("where somebody goes on after signing in", () => {
  it.each([["/projects/1?tab=a#b"], ["/projects/1/videos/2?t=3&x=%2F"], ["/"]])("is %s", (next) =>
    expect(inside(next)).toBe(next),
  );

  it.each([
    ["//evil.example/a"],
    ["/\\evil.example"],
    ["\\\\evil.example"],
    ["/\t/evil.example"],
    ["/\n\\evil.example"],
    [" //evil.example"],
    ["https://evil.example"],
    ["https:evil.example/.."],
    ["javascript:alert(1)"],
    ["//"],
    ["https://videos.example@evil.example"],
  ])("is never outside of the site: %j", (next) => {
    expect(new URL(inside(next), ORIGIN).origin).toBe(ORIGIN);
    expect(inside(next)).toMatch(/^\/(?!\/)/);
  });

  it("is no other host by what a path is shortened to", () => {
    expect(inside("/x/..//evil.example")).toBe("/evil.example");
    expect(insideOf(ORIGIN, "?next=/%09/evil.example")).toBe("/");
  });

  it("is the start without a page", () => expect(insideOf(ORIGIN, "?a=b")).toBe("/"));
});
