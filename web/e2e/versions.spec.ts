import type { Page } from "@playwright/test";
import { findings } from "./axe";
import { expect, logIn, nextVersion, stack, test } from "./stack";

const ROOM = () => `/projects/${stack.project}/videos/${stack.video}`;

/**
 * The frames that the open and the other version show, `times` in a row: their pictures have the
 * bits of their numbers as columns. Both are taken at once, and read only then.
 */
const readFrames = (page: Page, times: number): Promise<number[][]> =>
  page.evaluate(async (count) => {
    const pairs = ["video-canvas", "other-canvas"].map((name) => {
      const video = document.querySelector(`[data-testid="${name}"]`) as HTMLVideoElement;
      const context = Object.assign(document.createElement("canvas"), {
        width: 12,
        height: 1,
      }).getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
      return { video, context };
    });
    const read: number[][] = [];
    while (read.length < count) {
      await new Promise(requestAnimationFrame);
      for (const { video, context } of pairs) {
        context.drawImage(video, 0, video.videoHeight / 4, video.videoWidth, 1, 0, 0, 12, 1);
      }
      read.push(
        pairs.map(({ context }) => {
          const { data } = context.getImageData(0, 0, 12, 1);
          return [...Array(12).keys()].reduce(
            (sum, bit) => sum + ((data[4 * bit] ?? 0) > 128 ? 1 << bit : 0),
            0,
          );
        }),
      );
    }
    return read;
  }, times);

const numbersShown = async (page: Page) => (await readFrames(page, 1))[0] as number[];

test("a new version is offered, compared in step, decided on, and all see it", async ({
  page,
  browser,
  request,
}) => {
  test.slow();
  await logIn(page, "editor", `/login?next=${ROOM()}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await page.getByTestId("timeline").focus();
  for (let step = 0; step < 50; step++) await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("video-timestamp")).toHaveText("00:00:02:00");
  await nextVersion(request);

  // Where one was, in the version that has come meanwhile.
  await page.getByRole("button", { name: "Open version 2" }).click();
  await expect(page.getByTestId("versions")).toHaveText("v2");
  await expect(page.getByTestId("video-timestamp")).toHaveText("00:00:02:00");

  await page.getByTestId("versions").click();
  const menu = page.getByRole("menu");
  await expect(menu.getByRole("menuitemradio", { name: /v1/ })).toContainText("2 open feedbacks");
  expect(await findings(page, "region")).toEqual([]);
  await menu.getByRole("menuitem", { name: "Version 1" }).click();
  await expect(page.getByText("Version 2 with version 1")).toBeVisible();
  await expect.poll(() => numbersShown(page)).toEqual([50, 50]);
  await page.getByTestId("timeline").focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => numbersShown(page)).toEqual([51, 51]);
  for (const _press of [1, 2, 3]) {
    await page.getByRole("button", { name: "The other version one frame later" }).click();
  }
  await expect.poll(() => numbersShown(page)).toEqual([51, 54]);

  await page.getByTestId("offset").fill("much");
  await page.getByTestId("offset").blur();
  await expect(page.getByTestId("offset")).toHaveValue("+3");

  // In step while they play, too: within a frame, once the second one has come along.
  await page.getByTestId("play-button").click();
  await expect
    .poll(async () => {
      const read = await readFrames(page, 9);
      const apart = read.map(([open = 0, other = 0]) => Math.abs(other - open - 3));
      const isPlaying = (read[0]?.[0] ?? 0) > 55;
      const [median = 0] = apart.sort((one, next) => one - next).slice(4);
      return isPlaying ? median : Number.POSITIVE_INFINITY;
    })
    .toBeLessThanOrEqual(1);
  await page.keyboard.press("k");
  await expect
    .poll(async () => {
      const [open = 0, other = 0] = await numbersShown(page);
      return other - open;
    })
    .toBe(3);
  expect(await findings(page)).toEqual([]);

  await page.getByRole("radio", { name: "Wipe" }).click();
  const divider = page.getByRole("slider", { name: "Divider" });
  await divider.focus();
  await page.keyboard.press("PageUp");
  await expect(divider).toHaveAttribute("aria-valuenow", "60");
  expect(await findings(page)).toEqual([]);
  // What is compared is in the address.
  await page.reload();
  await expect(page.getByRole("radio", { name: "Wipe" })).toBeChecked();
  await expect(page.getByTestId("offset")).toHaveValue("+3");
  await page.keyboard.press("End");
  await expect(page.getByText("Version 1 has no picture here")).toBeVisible();
  await page.getByRole("button", { name: "Swap the versions" }).click();
  await expect(page.getByText("Version 1 with version 2")).toBeVisible();
  await expect(page.getByTestId("offset")).toHaveValue("-3");
  await page.getByRole("button", { name: "End the comparison" }).click();
  await expect(page.getByTestId("comparison-bar")).toHaveCount(0);

  const viewer = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(viewer, "viewer", `/login?next=${ROOM()}`);
  await page.getByTestId("review").click();
  await page.getByRole("button", { name: "Ask for changes" }).click();
  await expect(page.getByText("a note is needed")).toBeVisible();
  await page.getByLabel("Note").fill("The title is too small.");
  expect(await findings(page, "region")).toEqual([]);
  await page.getByRole("button", { name: "Ask for changes" }).click();
  await expect(viewer.getByTestId("review")).toHaveText("Changes requested");
  await viewer.getByTestId("review").click();
  await expect(viewer.getByText("Editor asked for changes")).toBeVisible();
  await expect(viewer.getByText("The title is too small.", { exact: true }).last()).toBeVisible();
  await expect(viewer.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await expect(page.getByTestId("approve")).toHaveCount(0);
  await page.getByTestId("review").click();
  await page.getByTestId("approve").click();
  await expect(page.getByTestId("review")).toHaveText("Approved");
  await expect(viewer.getByTestId("review")).toHaveText("Approved");

  // What was decided before stays, and so does what was taken back, without its note.
  const history = viewer.getByTestId("review-history").getByRole("listitem");
  await expect(history).toHaveText([/Editor asked for changes.*The title is too small\./]);
  expect(await findings(viewer, "region")).toEqual([]);
  await page.getByTestId("review").click();
  await page.getByLabel("Note").fill("Almost.");
  await page.getByTestId("approve").click();
  await expect(history).toHaveCount(2);
  await page.getByTestId("review").click();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(viewer.getByText("Nobody has decided on this version yet.")).toBeVisible();
  await expect(history).toHaveText([
    /Editor approved this version.*Editor took it back/,
    /Editor approved this version/,
    /Editor asked for changes/,
  ]);
  await expect(viewer.getByText("Almost.")).toHaveCount(0);
});

const RATES = { 1: 25, 3: 30_000 / 1001 } as const;
type Version = keyof typeof RATES;

/** How far the moments in the middle of the two pictures are apart, in seconds. */
const apart = ([first = 0, second = 0]: number[], open: Version, other: Version) =>
  Math.abs((first + 0.5) / RATES[open] - (second + 0.5) / RATES[other]);

test("films of different frame rates are compared at the same moment", async ({
  page,
  request,
}) => {
  test.slow();
  const newest = await nextVersion(request, stack.otherRateFile);
  const room = `/projects/${stack.project}/videos/${newest}?compare=${stack.video}`;
  await logIn(page, "editor", `/login?next=${encodeURIComponent(room)}`);
  await expect(page.getByText("Version 3 with version 1")).toBeVisible();
  // Both are on the screen at one moment of the clock.
  const overlap = (1 / RATES[1] + 1 / RATES[3]) / 2;
  let [open, other]: Version[] = [3, 1];
  for (const _swapped of [false, true]) {
    const [ours, theirs] = [open as Version, other as Version];
    const timeline = page.getByTestId("timeline");
    const box = await timeline.boundingBox();
    if (!box) throw new Error("no timeline");
    for (let place = 1; place < 6; place++) {
      const share = ((place * 5) % 6) / 6;
      await page.mouse.click(box.x + share * box.width, box.y + box.height / 2);
      const meant = Math.floor(share * 10 * RATES[ours]);
      await expect
        .poll(async () => {
          const shown = await numbersShown(page);
          const isThere = Math.abs((shown[0] ?? 0) - meant) <= 2;
          return isThere ? apart(shown, ours, theirs) : Number.POSITIVE_INFINITY;
        })
        .toBeLessThan(overlap);
    }
    // Frame by frame: of six frames of one film, the other one shows five.
    for (let step = 0; step < 7; step++) {
      const before = await numbersShown(page);
      await page.keyboard.press("ArrowLeft");
      await expect
        .poll(async () => {
          const shown = await numbersShown(page);
          const isNext = (shown[0] ?? 0) === (before[0] ?? 0) - 1;
          return isNext ? apart(shown, ours, theirs) : Number.POSITIVE_INFINITY;
        })
        .toBeLessThan(overlap);
    }
    // In step while they play: at most a frame more than that, as the median says. A busy machine
    // may begin once more.
    await expect(async () => {
      await page.mouse.click(box.x + box.width / 6, box.y + box.height / 2);
      await page.getByTestId("play-button").click();
      try {
        await expect
          .poll(
            async () => {
              const read = await readFrames(page, 9);
              const far = read.map((shown) => apart(shown, ours, theirs)).sort((a, b) => a - b);
              const isPlaying = (read[8]?.[0] ?? 0) > (read[0]?.[0] ?? 0);
              return isPlaying ? far[4] : Number.POSITIVE_INFINITY;
            },
            { timeout: 6_000 },
          )
          .toBeLessThan(overlap + 1 / RATES[3]);
      } finally {
        await page.keyboard.press("k");
      }
    }).toPass({ timeout: 40_000 });
    await expect
      .poll(async () => apart(await numbersShown(page), ours, theirs))
      .toBeLessThan(overlap);
    if (open === 3) {
      await page.getByRole("button", { name: "Swap the versions" }).click();
      await expect(page.getByText("Version 1 with version 3")).toBeVisible();
    }
    [open, other] = [theirs, ours];
  }
});
