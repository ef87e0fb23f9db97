import { describe, expect, it } from "vitest";
import { addressesIn } from "../addresses";

describe("addressesIn", () => {
  it("takes lists as people have them", () => {
    const text = `kim@client.example, lee@client.example;park@client.example
      choi@client.example\tjung@client.example | (han@client.example).`;
    expect(addressesIn(text)).toEqual({
      addresses: ["kim", "lee", "park", "choi", "jung", "han"].map(
        (name) => `${name}@client.example`,
      ),
      words: [],
    });
  });

  it("leaves out the names beside addresses", () => {
    const text = `"Kim, Minji" <kim@client.example>, 이서연 <mailto:lee@client.example>
      Park Jun <park@client.example>; <choi@client.example>`;
    expect(addressesIn(text)).toEqual({
      addresses: ["kim", "lee", "park", "choi"].map((name) => `${name}@client.example`),
      words: [],
    });
  });

  it("names each address once, however it is written, and what is no address", () => {
    expect(addressesIn("kim@a.example KIM@A.example nonsense lee@")).toEqual({
      addresses: ["KIM@A.example", "lee@"],
      words: ["nonsense"],
    });
  });

  it("finds nothing in nothing", () => {
    expect(addressesIn(" \n,;")).toEqual({ addresses: [], words: [] });
  });
});
