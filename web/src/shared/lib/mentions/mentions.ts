export type Person = { id: string; name: string; avatar_url: string | null };

const LISTED = 6;
/** An @ at the start of a word, and what follows it up to the caret: at most two words. */
const BEGUN = /(?:^|\s)@([^\s@]*(?: [^\s@]+)?)$/;

/** The mention that is being typed at the caret: its words, and where its @ is. */
export function begunAt(text: string, caret: number): { words: string; from: number } | null {
  const before = text.slice(0, caret);
  const words = BEGUN.exec(before)?.[1];
  return words === undefined ? null : { words, from: caret - words.length - 1 };
}

/** Those whose name, or a word of it, begins so. */
export function peopleFor<P extends Person>(words: string, people: readonly P[]): P[] {
  const wanted = folded(words);
  return people
    .filter(({ name }) => {
      const own = folded(name);
      return own.startsWith(wanted) || own.split(" ").some((word) => word.startsWith(wanted));
    })
    .slice(0, LISTED);
}

/** The ids of those whom a text mentions. Of two names that begin alike the longer one counts. */
export function mentionedIn(text: string, people: readonly Person[]): string[] {
  const found: string[] = [];
  let left = text.normalize();
  for (const { id, name } of [...people].sort((a, b) => b.name.length - a.name.length)) {
    const mention = `@${name.normalize()}`;
    if (name && left.includes(mention)) {
      found.push(id);
      left = left.replaceAll(mention, " ");
    }
  }
  return found;
}

/** A text in pieces; those that are somebody's mention have `person`. */
export function mentionPieces<P extends Person>(
  text: string,
  mentioned: readonly P[],
): { text: string; person?: P }[] {
  const named = mentioned.filter(({ name }) => name);
  if (named.length === 0) return [{ text }];
  const byMention = new Map(named.map((person) => [`@${person.name.normalize()}`, person]));
  const longestFirst = [...byMention.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${longestFirst.map(escaped).join("|")})`);
  return text
    .normalize()
    .split(pattern)
    .filter(Boolean)
    .map((piece) => {
      const person = byMention.get(piece);
      return person ? { text: piece, person } : { text: piece };
    });
}

/** Those mentioned, after somebody's profile has changed. */
export function renamed<P extends Person>(mentioned: P[], person: P): P[] {
  return mentioned.some(({ id }) => id === person.id)
    ? mentioned.map((one) => (one.id === person.id ? person : one))
    : mentioned;
}

const escaped = (text: string) => text.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");

const folded = (text: string) => text.normalize().toLocaleLowerCase();
