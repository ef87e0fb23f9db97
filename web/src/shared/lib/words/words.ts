/** Whether a text has all of the words, in any order. Decomposed Korean (macOS) counts as the same. */
export function hasWords(text: string, words: string): boolean {
  const whole = plain(text);
  return plain(words)
    .split(/\s+/)
    .every((word) => whole.includes(word));
}

const plain = (text: string) => text.normalize("NFKC").toLowerCase();
