import { mentionPieces, type Person } from "@/shared/lib/mentions";
import styles from "./mentioned-text.module.scss";

type Props = { text: string; people: readonly Person[]; meId: string };

/** A text in which one sees who is mentioned, oneself most of all. */
export function MentionedText({ text, people, meId }: Props) {
  return mentionPieces(text, people).map((piece, place) =>
    piece.person ? (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
        key={place}
        className={styles.mention}
        data-me={piece.person.id === meId ? "" : undefined}
        data-testid="mention"
      >
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}
