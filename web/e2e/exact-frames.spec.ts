import type { Page } from "@playwright/test";
import { seen } from "./seen";
import { expect, stack, test } from "./stack";

const FRAMES = 250;

/** The number that the picture on the screen shows: its bits are columns of the upper half. */
const numberShown = (page: Page) =>
  page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.drawImage(video, 0, 0);
    let number = 0;
    for (let bit = 0; bit < 12; bit++) {
      const x = Math.floor((canvas.width * (bit + 0.5)) / 12);
      const [red = 0] = context.getImageData(x, Math.floor(canvas.height / 4), 1, 1).data;
      if (red > 128) number += 1 << bit;
    }
    return number;
  });

const frameNamed = async (page: Page) =>
  Number(await page.getByTestId("video-timestamp").textContent());

/** Wait until the player has come to rest. */
const settled = (page: Page) =>
  page.waitForFunction(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    return !video.seeking && video.readyState >= 2;
  });

test("each step and each seek shows the frame that the clock names", async ({ page }) => {
  await page.goto(stack.invitation);
  await page.getByRole("button", { name: /Timecode/ }).click();
  await settled(page);
  const wrong: string[] = [];
  for (let step = 1; step <= 40; step++) {
    await page.keyboard.press("ArrowRight");
    const { named, shown } = await seen(page);
    if (named !== step || shown !== step) wrong.push(`step ${step}: ${named}, ${shown}`);
  }
  const box = await page.getByTestId("timeline").boundingBox();
  if (!box) throw new Error("no timeline");
  for (let seek = 0; seek < 40; seek++) {
    const share = ((seek * 37) % 101) / 101;
    await page.mouse.click(box.x + share * box.width, box.y + box.height / 2);
    const { named, shown } = await seen(page);
    const meant = Math.floor(share * FRAMES);
    if (named !== shown || Math.abs(named - meant) > 1)
      wrong.push(`seek ${meant}: ${named}, ${shown}`);
  }
  expect(wrong).toEqual([]);
});

test("a fast drag ends at the frame on which it ends", async ({ page }) => {
  await page.goto(stack.invitation);
  await page.getByRole("button", { name: /Timecode/ }).click();
  await settled(page);
  const box = await page.getByTestId("timeline").boundingBox();
  if (!box) throw new Error("no timeline");
  await page.mouse.move(box.x + 5, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 10, { steps: 60 });
  await page.mouse.up();
  await expect.poll(() => numberShown(page)).toBe(await frameNamed(page));
  expect(Math.abs((await frameNamed(page)) - FRAMES * 0.8)).toBeLessThan(2);
});

test("playing shows the frames in their order, and a pause rests on what is seen", async ({
  page,
}) => {
  await page.goto(stack.invitation);
  await page.getByRole("button", { name: /Timecode/ }).click();
  await page.getByTestId("play-button").click();
  await page.waitForSelector('[data-testid="video-playing"]');
  await expect.poll(() => frameNamed(page)).toBeGreaterThan(20);
  await page.keyboard.press("k");
  await page.waitForSelector('[data-testid="video-paused"]');
  await settled(page);
  await expect.poll(() => numberShown(page)).toBe(await frameNamed(page));
});
