import type { Page } from "@playwright/test";
import { expect, stack, test } from "./stack";

const clock = (page: Page) => page.getByTestId("video-timestamp");

/** Enter the room, with positions as frame numbers. */
async function enter(page: Page): Promise<void> {
  await page.goto(stack.invitation);
  await page.getByTestId("feedback-list").getByRole("button").first().waitFor();
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 2);
  await page.keyboard.press("t");
  await expect(clock(page)).toHaveText("0");
}

const frameOf = async (page: Page) => Number(await clock(page).textContent());
const rate = (page: Page) => page.evaluate(() => document.querySelector("video")?.playbackRate);
/** The frames that are shown from now on until it rests, which may be over sooner than one looks. */
const framesUntilPause = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number[]>((done) => {
        const frames: number[] = [];
        const shown = document.querySelector("[data-testid=video-timestamp]") as HTMLElement;
        const observer = new MutationObserver(() => frames.push(Number(shown.textContent)));
        observer.observe(shown, { characterData: true, childList: true, subtree: true });
        const rests = () => {
          observer.disconnect();
          done(frames);
        };
        document.querySelector("video")?.addEventListener("pause", rests, { once: true });
      }),
  );
const placement = (page: Page) =>
  page.getByTestId("picture").evaluate((it) => (it as HTMLElement).style.transform);

test("the keyboard steps, shuttles, and goes to a typed position", async ({ page }) => {
  await enter(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(clock(page)).toHaveText("11");
  await page.keyboard.down("k");
  await page.keyboard.press("l");
  await page.keyboard.press("l");
  await page.keyboard.press("j");
  await page.keyboard.up("k");
  await expect(clock(page)).toHaveText("12");

  await page.keyboard.press("l");
  await expect(page.getByTestId("video-playing")).toBeVisible();
  for (const speed of [2, 4]) {
    await page.keyboard.press("l");
    await expect.poll(() => rate(page)).toBe(speed);
  }
  await expect.poll(() => frameOf(page)).toBeGreaterThan(60);
  await page.keyboard.press("j");
  await expect.poll(() => frameOf(page)).toBeLessThan(50);
  await page.keyboard.press("k");
  await expect(page.getByTestId("video-paused")).toBeVisible();
  await page.keyboard.press("Shift+L");
  await expect.poll(() => rate(page)).toBe(0.25);
  await page.keyboard.press("k");
  await expect(page.getByTestId("video-paused")).toBeVisible();
  // The end of the film is the end of the shuttle, too.
  await page.keyboard.press("End");
  for (let step = 0; step < 6; step++) await page.keyboard.press("Shift+ArrowLeft");
  for (const speed of [1, 2, 4]) {
    await page.keyboard.press("l");
    await expect.poll(() => rate(page)).toBe(speed);
  }
  await expect(page.getByTestId("video-paused")).toBeVisible();
  await expect.poll(() => rate(page)).toBe(1);

  await page.keyboard.press("g");
  await page.keyboard.type("123");
  await page.keyboard.press("Enter");
  await expect(clock(page)).toHaveText("123");
  await page.keyboard.press("g");
  await page.keyboard.type("-23");
  await page.keyboard.press("Enter");
  await expect(clock(page)).toHaveText("100");
  await page.keyboard.press("t"); // seconds
  await expect(clock(page)).toHaveText("4.00");
  await page.keyboard.press("t"); // timecode
  await page.keyboard.press("g");
  await page.keyboard.type("somewhere");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Go to position" })).toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("2:10");
  await page.keyboard.press("Enter");
  await expect(clock(page)).toHaveText("00:00:02:10");
  // The way to write it is kept on the device.
  await page.keyboard.press("t");
  await page.reload();
  await expect(clock(page)).toHaveText("0");
});

test("a loop stays between in and out, also backwards", async ({ page }) => {
  await enter(page);
  for (const [key, frame] of [
    ["i", "100"],
    ["o", "110"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.type(frame);
    await page.keyboard.press("Enter");
    await expect(clock(page)).toHaveText(frame);
    await page.keyboard.press(key);
  }
  // Without a loop it plays from in to out, and rests there.
  const played = framesUntilPause(page);
  await page.keyboard.press("Space");
  const frames = await played;
  // The first ones may be over before they are on the page.
  expect(Math.min(...frames)).toBeGreaterThanOrEqual(100);
  expect(Math.min(...frames)).toBeLessThan(108);
  expect(Math.max(...frames)).toBeLessThanOrEqual(112);
  await expect(page.getByTestId("video-paused")).toBeVisible();
  await expect(clock(page)).toHaveText("110");

  await page.keyboard.press("r");
  for (const key of ["l", "j"]) {
    await page.keyboard.press(key);
    const seen = await page.evaluate(async () => {
      const frames: number[] = [];
      const shown = document.querySelector("[data-testid=video-timestamp]");
      const end = performance.now() + 1_500;
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame);
        frames.push(Number(shown?.textContent));
      }
      return frames;
    });
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(100);
    // A frame or two may have come before the player heard of the end.
    expect(Math.max(...seen)).toBeLessThanOrEqual(112);
    expect(new Set(seen).size).toBeGreaterThan(5);
    await page.keyboard.press("k");
  }
});

test("the picture is enlarged, moved, turned and shown whole again", async ({ page }) => {
  await enter(page);
  const whole = await placement(page);
  const box = await page.getByTestId("picture").boundingBox();
  if (!box) throw new Error("no picture");
  const corner = { x: box.x + box.width / 4, y: box.y + box.height / 4 };
  await page.mouse.move(corner.x, corner.y);
  await page.mouse.wheel(0, -400);
  await expect(page.getByRole("button", { name: /^Zoom \d+%/ })).toBeVisible();
  const zoomed = await placement(page);
  await page.mouse.down();
  await page.mouse.move(corner.x + 40, corner.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => placement(page)).not.toBe(zoomed);
  await page.keyboard.press("Alt+ArrowLeft");
  await page.keyboard.press("0");
  await expect.poll(() => placement(page)).toBe(whole);
  await page.keyboard.press("Shift+R");
  await expect
    .poll(async () => {
      const turned = await page.getByTestId("picture").boundingBox();
      return turned !== null && turned.height > turned.width;
    })
    .toBe(true);
  await page.keyboard.press("Shift+A");
  await page.keyboard.press("Shift+G");
  await expect(page.getByTestId("overlays")).toBeVisible();
  // The drag was no click: nobody wanted to give feedback.
  await expect(page.getByTestId("feedback-input")).toBeHidden();
});

test("keys are listed behind a question mark, and are letters while somebody writes", async ({
  page,
}) => {
  await enter(page);
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const name of ["Set in point", "Zoom in", "Give feedback at this frame"]) {
    await expect(help.getByText(name, { exact: true })).toBeVisible();
  }
  await page.keyboard.press("l");
  await expect(page.getByTestId("video-paused")).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.keyboard.press("c");
  await page.getByTestId("feedback-input").fill("");
  await page.keyboard.type("jkl io?");
  await expect(page.getByTestId("feedback-input")).toHaveValue("jkl io?");
  await expect(page.getByTestId("video-paused")).toBeAttached();
});

test("another address of the video takes over without a jump", async ({ page }) => {
  // The real answer, but it ends soon; the next one comes when somebody looks.
  let asked = 0;
  let look = () => {};
  const isLookedAt = new Promise<void>((resolve) => {
    look = resolve;
  });
  await page.route(/\/playback\b/, async (route) => {
    asked += 1;
    const left = asked === 1 ? 5 * 60_000 + 2_000 : 3_600_000;
    if (asked > 1) await isLookedAt;
    const response = await route.fetch();
    const answer = await response.json();
    const expires_at = new Date(Date.now() + left).toISOString();
    await route.fulfill({ response, json: { ...answer, expires_at } });
  });
  await enter(page);
  await page.keyboard.press("Shift+ArrowRight");
  await expect(clock(page)).toHaveText("10");
  const first = await page.evaluate(() => document.querySelector("video")?.currentSrc);
  await page.evaluate(() => {
    const states: string[] = [];
    Object.assign(window, { states });
    const look = () => {
      const video = document.querySelector("video:not([hidden])") as HTMLVideoElement;
      const clock = document.querySelector("[data-testid=video-timestamp]")?.textContent;
      const state = `${clock} ${video.readyState >= 2 && !video.seeking}`;
      if (states.at(-1) !== state) states.push(state);
      requestAnimationFrame(look);
    };
    look();
  });
  look();
  await expect
    .poll(() =>
      page.evaluate(
        () => (document.querySelector("video:not([hidden])") as HTMLVideoElement).currentSrc,
      ),
    )
    .not.toBe(first);
  await expect(page.locator("video")).toHaveCount(1);
  expect(await page.evaluate(() => (window as never as { states: string[] }).states)).toEqual([
    "10 true",
  ]);
  await page.keyboard.press("ArrowRight");
  await expect(clock(page)).toHaveText("11");
});

test("the timeline is enlarged, follows the frame, and names its markers", async ({ page }) => {
  await enter(page);
  const timeline = page.getByRole("slider", { name: "Timeline" });
  await expect(timeline).toHaveAttribute("aria-valuetext", "00:00:00:00");
  await expect(
    page.getByRole("button", { name: /^Reviewer, 00:00:02:00, Open: The title is too/ }),
  ).toBeVisible();
  for (let step = 0; step < 4; step++) await page.keyboard.press("]");
  // What is not seen has no marker; the frame that is sought is always seen.
  await expect(page.getByTestId("feedback-marker-2")).toHaveCount(0);
  await page.keyboard.press(".");
  await page.keyboard.press(".");
  await expect(page.getByTestId("feedback-marker-2")).toBeVisible();
  await expect(timeline).toHaveAttribute("aria-valuetext", "00:00:06:00");
  const box = await timeline.boundingBox();
  if (!box) throw new Error("no timeline");
  await page.mouse.click(box.x + box.width / 2, box.y + 10);
  const middle = await frameOf(page);
  await page.mouse.wheel(0, -300);
  await page.mouse.click(box.x + box.width / 2, box.y + 10);
  expect(Math.abs((await frameOf(page)) - middle)).toBeLessThanOrEqual(1);
  await page.keyboard.press("\\");
  await expect(page.getByTestId("feedback-marker-1")).toBeVisible();
});
