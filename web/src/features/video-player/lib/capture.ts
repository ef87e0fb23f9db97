import type { Playback } from "../model/playback";

/** The API keeps no larger picture. */
const WIDE = 1280;
const HIGH = 720;
const QUALITY = 0.85;
/** A frame that has not come by then is not waited for: the server draws on its own copy. */
const PATIENCE_MS = 4_000;

/**
 * Take a picture of the frame that the paused player rests on, as a data URL. Null if that frame
 * does not come, or if the player has moved on.
 */
export async function captureFrame(playback: Playback, frame: number): Promise<string | null> {
  const { video } = playback;
  if (!video || !(await atRest(playback, video, frame))) return null;
  const scale = Math.min(1, WIDE / video.videoWidth, HIGH / video.videoHeight);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = (await encoded(canvas, "image/webp")) ?? (await encoded(canvas, "image/jpeg"));
  return blob && dataUrl(blob);
}

/** Wait until the frame is on the screen. */
function atRest(playback: Playback, video: HTMLVideoElement, frame: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (result: boolean) => {
      clearTimeout(timer);
      leave();
      resolve(result);
    };
    const look = () => {
      if (playback.frame !== frame || !playback.paused) end(false);
      else if (isShown()) requestAnimationFrame(() => end(isShown()));
    };
    const isShown = () =>
      playback.shown === frame &&
      !video.seeking &&
      video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    const timer = setTimeout(() => end(false), PATIENCE_MS);
    const leave = playback.subscribe(look);
    look();
  });
}

/** Safari can't make WebP, and makes PNG instead, which would be large. */
async function encoded(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, QUALITY));
  return blob?.type === type ? blob : null;
}

const dataUrl = (blob: Blob): Promise<string> =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
