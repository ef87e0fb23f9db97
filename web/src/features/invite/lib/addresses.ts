/** What somebody pasted: addresses in the order of the text, each once, and what is none. */
export type Pasted = { addresses: string[]; words: string[] };

/** `"Kim, Minji" <kim@client.example>`: the address is in the brackets, the rest is a name. */
const NAMED = /(?:"[^"]*"\s*|[^<>,;\n\t]*)<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>/gi;
const AROUND = /^[\s"'`([{<]+|[\s"'`)\]}>.:]+$/g;

/**
 * Find the addresses in a list as people have it: separated by commas, semicolons, spaces, tabs or
 * lines, with or without names. The server decides whether mail can be sent to them.
 */
export function addressesIn(text: string): Pasted {
  const addresses = new Map<string, string>();
  const words: string[] = [];
  const plain = text.replace(NAMED, (_all, address: string) => ` ${address} `);
  for (const piece of plain.split(/[\s,;|]+/)) {
    const word = piece.replace(/^mailto:/i, "").replace(AROUND, "");
    if (!word) continue;
    if (word.includes("@")) addresses.set(word.toLowerCase(), word);
    else words.push(word);
  }
  return { addresses: [...addresses.values()], words };
}
