import { clsx } from "clsx";
import styles from "./avatar.module.scss";

type Person = { id: string; name: string; avatar_url: string | null };

/** A person's picture, or their initials. The name stands beside it, so it says nothing itself. */
export function Avatar({ person, small = false }: { person: Person; small?: boolean }) {
  const hue = styles[`hue${hueOf(person.id)}`];
  return (
    <span
      aria-hidden="true"
      className={clsx(styles.avatar, small && styles.small, !person.avatar_url && hue)}
      // By CSS: as text they would count as a name that the control around them does not have.
      data-initials={person.avatar_url ? undefined : initials(person.name)}
    >
      {person.avatar_url && <img src={person.avatar_url} alt="" />}
    </span>
  );
}

/** Which of six colours is a person's: `data-hue`, with the mixin `person-colour`. */
export const hueOf = (id: string): number => Number.parseInt(id.slice(-4), 16) % 6 || 0;

/** Two letters of a name in Latin letters, the last two syllables of a Korean one. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  if (/^[가-힣]+$/.test(name)) return name.slice(-2);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}
