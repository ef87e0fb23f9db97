/**
 * Frames, timestamps and timecodes of a video, by the rules of docs/frames.md: computed from the
 * frame rate's fraction, since a rounded rate is a frame off after some minutes.
 */
export type Frames = {
  num: number;
  den: number;
  /** Frame numbers in a second of timecode: 30 at 29.97. */
  numbers: number;
  drop: boolean;
  /** The start timecode in frames after 00:00:00:00. */
  start: number;
  /** A variable rate: only timestamps are exact. */
  variable: boolean;
};

const TIMECODE = /^(\d\d):([0-5]\d):([0-5]\d)([:;.,])(\d{2,3})$/;
const TOLERANCE = 0.001;

type Facts = { frame_rate: string | null; start_timecode: string; variable_frame_rate: boolean };

/** Return the frames of a video; of one whose rate is not known, those of 24 a second. */
export function framesOf({ frame_rate, start_timecode, variable_frame_rate }: Facts): Frames {
  const [num = 24, den = 1] = (frame_rate ?? "24/1").split("/").map(Number);
  const rate = num / den;
  const match = TIMECODE.exec(start_timecode);
  const ntsc = [30, 60, 120].some(
    (nominal) => Math.abs(rate - (nominal * 1000) / 1001) < TOLERANCE,
  );
  const frames: Frames = {
    num,
    den,
    numbers: Math.max(1, Math.round(rate)),
    drop: ntsc && match?.[4] !== ":",
    start: 0,
    variable: variable_frame_rate,
  };
  if (!match) return frames;
  const [hours = 0, minutes = 0, seconds = 0, , count = 0] = match.slice(1).map(Number);
  const allMinutes = hours * 60 + minutes;
  const number = (allMinutes * 60 + seconds) * frames.numbers + count;
  return {
    ...frames,
    start: number - dropped(frames) * (allMinutes - Math.floor(allMinutes / 10)),
  };
}

/** The frame that is shown at a timestamp. */
export const frameAt = (timestamp: number, { num, den }: Frames): number =>
  Math.floor((timestamp * num) / den + TOLERANCE);

/** Where to seek to for a frame, in seconds: its middle, which every container can express. */
export const middleOf = (frame: number, { num, den }: Frames): number =>
  ((frame + 0.5) * den) / num;

/**
 * The frame on the screen, from the `mediaTime` of requestVideoFrameCallback. That is when the frame
 * begins, a little before or after where a container counts milliseconds; in Firefox, after a seek,
 * it is where the seek went: the middle of the frame.
 */
export const frameOfMedia = (mediaTime: number, { num, den }: Frames): number =>
  Math.floor((mediaTime * num) / den + 0.25);

/** How many frames a video of this length has. */
export const countOf = (duration: number, { num, den }: Frames): number =>
  Math.max(1, Math.round((duration * num) / den));

/** `HH:MM:SS:FF`, drop-frame `HH:MM:SS;FF`. */
export function timecodeOf(frame: number, frames: Frames): string {
  const { numbers, drop, start } = frames;
  const left = dropped(frames);
  const tenMinutes = 600 * numbers - 9 * left;
  let number = frame + start;
  // A start timecode is a time of day: it begins again at midnight.
  if (start) number %= 144 * tenMinutes;
  if (left) {
    const tens = Math.floor(number / tenMinutes);
    const rest = number % tenMinutes;
    const minutes = Math.floor(Math.max(0, rest - left) / (60 * numbers - left));
    number += left * (9 * tens + minutes);
  }
  const seconds = Math.floor(number / numbers);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const digits = numbers <= 100 ? 2 : 3;
  const count = String(number % numbers).padStart(digits, "0");
  return `${parts.map(two).join(":")}${drop ? ";" : ":"}${count}`;
}

/** Seconds as people write them: `1:05`, `1:01:05`. */
export function clockOf(seconds: number): string {
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const two = (number: number) => String(number).padStart(2, "0");

/** The numbers that drop-frame leaves out each minute but every tenth. */
const dropped = ({ drop, numbers }: Frames) => (drop ? (numbers / 30) * 2 : 0);
