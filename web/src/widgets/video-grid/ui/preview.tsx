import { useTranslations } from "next-intl";
import type { Video } from "@/entities/video";
import { clockOf } from "@/shared/lib/frames";
import { type Tile, tileAt } from "@/shared/lib/sprite";
import styles from "./preview.module.scss";
import type { usePreview } from "./use-preview";

const STEPS = 50;

type Props = { video: Video; duration: number; preview: ReturnType<typeof usePreview> };

/** A moment of a video over its poster, and the slider by which keys and fingers choose it. */
export function Preview({ video, duration, preview: { tiles, time, load, show, hide } }: Props) {
  const t = useTranslations("videos");
  const tile = time === null ? undefined : tileAt(tiles, time);
  return (
    <div className={styles.preview}>
      {tile && <Picture tile={tile} tiles={tiles} />}
      <input
        type="range"
        className={styles.slider}
        aria-label={t("preview", { title: video.title })}
        aria-valuetext={clockOf(time ?? 0)}
        min={0}
        max={duration}
        step={duration / STEPS}
        value={time ?? 0}
        onFocus={load}
        onChange={(event) => show(Number(event.target.value))}
        onBlur={hide}
      />
      <span className={styles.line} aria-hidden="true">
        <span style={{ width: `${(100 * (time ?? 0)) / duration}%` }} />
      </span>
      {tile && time !== null && (
        <span className={styles.time} data-testid="preview-time">
          {clockOf(time)}
        </span>
      )}
    </div>
  );
}

/** One picture of many, as large as the poster: places in a background count in per cent. */
function Picture({ tile, tiles }: { tile: Tile; tiles: Tile[] }) {
  const { x, y, width, height, url } = tile;
  const wide = Math.max(...tiles.map((it) => it.x + it.width));
  const high = Math.max(...tiles.map((it) => it.y + it.height));
  const share = (part: number, rest: number) => (rest > 0 ? `${(100 * part) / rest}%` : "0");
  const isWide = width / height >= 16 / 9;
  return (
    <div className={styles.stage}>
      <div
        data-testid="preview"
        style={{
          [isWide ? "width" : "height"]: "100%",
          aspectRatio: `${width} / ${height}`,
          backgroundImage: `url("${url}")`,
          backgroundSize: `${(100 * wide) / width}% ${(100 * high) / height}%`,
          backgroundPosition: `${share(x, wide - width)} ${share(y, high - height)}`,
        }}
      />
    </div>
  );
}
