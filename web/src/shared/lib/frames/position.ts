import { type Frames, frameAt, timecodeOf } from "./frames";

export type Display = "timecode" | "frames" | "seconds";

/** A frame's position as people read it. */
export function positionOf(frame: number, frames: Frames, display: Display): string {
  if (display === "timecode") return timecodeOf(frame, frames);
  if (display === "frames") return String(frame);
  return ((frame * frames.den) / frames.num).toFixed(digitsOf(frames));
}

/** As many decimal places of a second as tell frames apart. */
const digitsOf = ({ num, den }: Frames) => (num / den < 100 ? 2 : 3);

/**
 * The frame that somebody means who types a position, or null. Timecodes may be short, from the
 * right: `105` and `1:05` are five frames after the first second. `+12` and `-12` count from `here`,
 * in the same unit.
 */
export function frameOfPosition(
  text: string,
  frames: Frames,
  display: Display,
  here: number,
): number | null {
  const trimmed = text.trim();
  const sign = /^[+-]/.exec(trimmed)?.[0];
  const rest = sign ? trimmed.slice(1).trim() : trimmed;
  const typed = {
    timecode: () => (sign ? lengthOf(rest, frames) : frameOfTimecode(rest, frames)),
    frames: () => (/^\d+$/.test(rest) ? Number(rest) : null),
    seconds: () => frameOfSeconds(rest, frames),
  }[display]();
  if (typed === null) return null;
  return sign ? here + (sign === "+" ? typed : -typed) : typed;
}

/** The frame with a timecode. One that drop-frame leaves out means the next one that there is. */
function frameOfTimecode(text: string, frames: Frames): number | null {
  const number = lengthOf(text, frames);
  if (number === null) return null;
  const { numbers, drop, start } = frames;
  const minutes = Math.floor(number / numbers / 60);
  const perMinute = drop ? (numbers / 30) * 2 : 0;
  const count = number % (numbers * 60);
  const isLeftOut = minutes % 10 !== 0 && count < perMinute;
  const counted =
    (isLeftOut ? number - count + perMinute : number) -
    perMinute * (minutes - Math.floor(minutes / 10));
  // Short ones count from the video's start: nobody types the hour of each.
  if (isShort(text)) return counted;
  const day = 144 * (600 * numbers - 9 * perMinute);
  return counted - start + (counted < start ? day : 0);
}

const isShort = (text: string) => text.replace(/\D/g, "").length <= 6;

/** A length in frame numbers: digits from the right in pairs, or parts between colons. */
function lengthOf(text: string, { numbers }: Frames): number | null {
  if (!/^\d[\d:;.,]*$/.test(text)) return null;
  const parts = /[:;.,]/.test(text)
    ? text.split(/[:;.,]/)
    : (text.padStart(Math.ceil(text.length / 2) * 2, "0").match(/\d\d/g) ?? []);
  if (parts.length > 4) return null;
  const [count = 0, seconds = 0, minutes = 0, hours = 0] = parts.map(Number).reverse();
  return ((hours * 60 + minutes) * 60 + seconds) * numbers + count;
}

/**
 * `75.5` or `1:15.5`. What is shown of a position is rounded, perhaps to before its frame's start, so
 * half of its last digit is added; not to what is typed more exactly than that.
 */
function frameOfSeconds(text: string, frames: Frames): number | null {
  if (!/^(\d+:){0,2}\d*\.?\d*$/.test(text) || !/\d/.test(text)) return null;
  const seconds = text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const digits = digitsOf(frames);
  const isExact = (text.split(".")[1]?.length ?? 0) > digits;
  return frameAt(seconds + (isExact ? 0 : 0.5 / 10 ** digits), frames);
}
