import type { Person } from "@/features/following";
import { usePlacement } from "@/features/video-player";
import { hueOf } from "@/shared/ui";
import styles from "./leader-pointer.module.scss";

type Props = { leader: Person; at: { x: number; y: number } };

/** Where the leader points in the picture; as large and as upright however the picture lies. */
export function LeaderPointer({ leader, at }: Props) {
  const { zoom, turn } = usePlacement();
  return (
    <div
      className={styles.pointer}
      data-hue={hueOf(leader.id)}
      data-testid="leader-pointer"
      aria-hidden="true"
      style={{
        left: `${at.x * 100}%`,
        top: `${at.y * 100}%`,
        transform: `rotate(${-turn}deg) scale(${1 / zoom})`,
      }}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M1 1 14 6 8 8 6 14Z" />
      </svg>
      <span>{leader.name}</span>
    </div>
  );
}
