import type { Page } from "@playwright/test";

/**
 * What a person sees when the player rests: the frame that the clock names, and the picture's own.
 * A busy Chromium says that it has arrived a little before the picture is up, hence the quarter of a
 * second in which it may still come.
 */
export const seen = (page: Page) =>
  page.evaluate(async () => {
    const video = document.querySelector("video") as HTMLVideoElement;
    const nextPicture = () => new Promise(requestAnimationFrame);
    while (video.seeking || video.readyState < 2) await nextPicture();
    const named = Number(document.querySelector("[data-testid=video-timestamp]")?.textContent);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    const read = () => {
      context.drawImage(video, 0, 0);
      const { data } = context.getImageData(0, Math.floor(canvas.height / 4), canvas.width, 1);
      const isSet = (_: unknown, bit: number) =>
        (data[4 * Math.floor((canvas.width * (bit + 0.5)) / 12)] ?? 0) > 128;
      return Array.from({ length: 12 }, isSet).reduce(
        (sum, is, bit) => sum + (is ? 2 ** bit : 0),
        0,
      );
    };
    const began = performance.now();
    let shown = read();
    while (shown !== named && performance.now() < began + 250) {
      await nextPicture();
      shown = read();
    }
    return { named, shown, late: performance.now() - began };
  });
