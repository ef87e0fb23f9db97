import type { Browser, Page } from "@playwright/test";
import { apiOf, expect, logIn, stack, test } from "./stack";
import { fingers, line, PHONE, placeIn, SIDEWAYS, smallerThan, TABLET } from "./touch";

const ROOM = `/projects/${stack.project}/videos/${stack.video}`;
/** Of the specs' film. */
const FRAMES = 250;

async function enter(browser: Browser, device: typeof PHONE, name = "owner"): Promise<Page> {
  const page = await (await browser.newContext(device)).newPage();
  await logIn(page, name, `/login?next=${ROOM}`);
  await page.getByTestId("feedback-list").getByRole("button").first().waitFor();
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 2);
  return page;
}

const frameOf = async (page: Page) => {
  const [seconds = 0, frames = 0] =
    (await page.getByTestId("video-timestamp").textContent())?.split(":").slice(-2).map(Number) ??
    [];
  return 25 * seconds + frames;
};

for (const [device, options] of Object.entries({ phone: PHONE, tablet: TABLET })) {
  test(`a ${device}: scrub, pinch, draw, mention and resolve with fingers`, async ({
    browser,
    request,
  }) => {
    const page = await enter(browser, options);
    const timeline = page.getByTestId("timeline");
    await fingers(page, line(await placeIn(timeline, 0.1, 0.5), await placeIn(timeline, 0.6, 0.5)));
    await expect.poll(() => frameOf(page)).toBeGreaterThan(0.59 * FRAMES);
    expect(await frameOf(page)).toBeLessThan(0.61 * FRAMES);
    await expect(page.getByTestId("video-paused")).toBeAttached();

    // A tap on the picture is where feedback begins, also while the finger that scrubbed is hardly up.
    const picture = page.getByTestId("picture");
    const form = page.getByTestId("feedback-form");
    const middle = await placeIn(picture, 0.5, 0.5);
    await page.touchscreen.tap(middle.x, middle.y);
    await form.waitFor();

    // Two fingers enlarge, and draw nothing.
    const shapes = page.getByTestId("screenshot-canvas").locator("[data-shape]");
    for (const tool of ["Freehand", "Rectangle", "Text"]) {
      await page.getByRole("radio", { name: tool }).tap();
      await fingers(
        page,
        line(await placeIn(picture, 0.45, 0.5), await placeIn(picture, 0.3, 0.4)),
        line(await placeIn(picture, 0.55, 0.5), await placeIn(picture, 0.7, 0.6)),
      );
      const whole = page.getByRole("button", { name: /^Zoom \d+%/ });
      await whole.tap();
      await expect(whole).toHaveCount(0);
      await expect(shapes).toHaveCount(0);
      await expect(page.getByTestId("drawing-text")).toHaveCount(0);
    }
    await page.getByRole("radio", { name: "Freehand" }).tap();
    await fingers(page, [
      ...line(await placeIn(picture, 0.2, 0.3), await placeIn(picture, 0.5, 0.7)),
      ...line(await placeIn(picture, 0.5, 0.7), await placeIn(picture, 0.8, 0.3)),
    ]);
    await expect(shapes).toHaveCount(1);

    const input = page.getByTestId("feedback-input");
    await input.tap();
    await page.keyboard.type(`Follow this line on a ${device} @edi`);
    await page.getByRole("listbox").getByRole("option", { name: "Editor" }).tap();
    await page.getByTestId("submit-feedback").tap();
    const row = page.getByTestId("feedback-list").getByRole("button", { name: `on a ${device}` });
    await row.tap();
    await page.getByTestId("comment-input").fill("Done with a thumb");
    await page.getByTestId("submit-comment").tap();
    await expect(page.getByTestId("comment-list")).toContainText("Done with a thumb");
    await page.getByRole("button", { name: "Resolve", exact: true }).tap();
    await expect(page.getByRole("button", { name: "Status: Resolved" })).toBeVisible();

    const owner = await apiOf(request, "owner");
    const all = await owner.get(`feedbacks?project_id=${stack.project}&limit=500&shapes=path`);
    const given = all.find(({ content }: { content: string }) => content.includes(device));
    expect(given).toMatchObject({ status: "resolved", mentions: [{ name: "Editor" }] });
    expect(given.drawing_data.shapes).toMatchObject([{ type: "path" }]);
    await page.context().close();
  });

  test(`a ${device}: all that one presses is large enough`, async ({ browser }) => {
    const page = await enter(browser, options);
    const small: string[] = [];
    const look = async (state: string) => {
      small.push(...(await smallerThan(page, 24)).map((one) => `${state}: ${one}`));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        options.viewport.width,
      );
    };
    await look("room");
    for (const name of ["play-button", "give-feedback"]) {
      expect((await page.getByTestId(name).boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
    const row = page.getByTestId("feedback-list").getByRole("button").first();
    expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await row.tap();
    await page.getByTestId("comment-input").waitFor();
    await look("thread");
    for (const name of ["comment-input", "submit-comment"]) {
      expect((await page.getByTestId(name).boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
    await page.getByRole("button", { name: "All feedback" }).tap();
    await page.getByTestId("give-feedback").tap();
    await page.getByTestId("feedback-form").waitFor();
    await look("form");
    expect(
      (await page.getByTestId("submit-feedback").boundingBox())?.height,
    ).toBeGreaterThanOrEqual(44);
    for (const path of ["/", `/projects/${stack.project}`, `/projects/${stack.project}/people`]) {
      await page.goto(path);
      await page.locator("h1").waitFor();
      await look(path);
    }
    for (const path of ["/account", "/account/security", "/account/notifications"]) {
      await page.goto(path);
      await page.locator("h2").first().waitFor();
      await look(path);
    }
    expect(small).toEqual([]);
    await page.context().close();
  });
}

/** As on a phone whose keyboard comes: the page is as large as before, but less of it is seen. */
const showKeyboard = (page: Page, height: number) =>
  page.evaluate((seen) => {
    const viewport = window.visualViewport as VisualViewport;
    Object.defineProperty(viewport, "height", { get: () => seen, configurable: true });
    viewport.dispatchEvent(new Event("resize"));
  }, height);

test("what is written stays above the keyboard of a phone, with the picture", async ({
  browser,
}) => {
  const page = await enter(browser, PHONE);
  await page.getByTestId("feedback-marker-1").tap();
  await page.getByTestId("comment-input").tap();
  await showKeyboard(page, 500);
  const bottom = async (name: string) => {
    const box = await page.getByTestId(name).boundingBox();
    return box ? box.y + box.height : Number.NaN;
  };
  await expect.poll(() => bottom("comment-input")).toBeLessThanOrEqual(500);
  expect(await bottom("picture")).toBeLessThan(300);
  expect((await page.getByTestId("picture").boundingBox())?.height).toBeGreaterThan(100);
  expect((await page.getByTestId("comment-list").boundingBox())?.y).toBeLessThan(500);
  await showKeyboard(page, 844);
  await expect.poll(() => bottom("comment-input")).toBeGreaterThan(800);

  await page.getByRole("button", { name: "All feedback" }).tap();
  await page.getByTestId("give-feedback").tap();
  await page.getByTestId("feedback-input").tap();
  await showKeyboard(page, 500);
  await expect.poll(() => bottom("feedback-input")).toBeLessThanOrEqual(500);
  await expect(page.getByTestId("feedback-input")).toBeInViewport({ ratio: 1 });
  await page.context().close();
});

test("a phone on its side has the picture and the thread beside each other", async ({
  browser,
}) => {
  const page = await enter(browser, SIDEWAYS);
  await page.getByTestId("feedback-marker-1").tap();
  const input = page.getByTestId("comment-input");
  await input.waitFor();
  const picture = await page.getByTestId("picture").boundingBox();
  const panel = await page.getByTestId("feedback-panel").boundingBox();
  const field = await input.boundingBox();
  expect(picture?.height).toBeGreaterThan(160);
  expect(panel?.x).toBeGreaterThanOrEqual((picture?.x ?? 0) + (picture?.width ?? 0));
  expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(390);
  await expect(page.getByTestId("play-button")).toBeInViewport({ ratio: 1 });
  for (const name of ["Playback and picture", "Full screen"]) {
    await expect(page.getByRole("button", { name })).toBeInViewport({ ratio: 1 });
  }
  await expect(page.getByTestId("timeline")).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(390);
  // With the keyboard there are two hands' breadths: what is written comes first.
  await input.tap();
  await showKeyboard(page, 190);
  await expect(input).toBeInViewport({ ratio: 1 });
  await expect
    .poll(async () => {
      const box = await input.boundingBox();
      return box ? box.y + box.height : Number.NaN;
    })
    .toBeLessThanOrEqual(190);
  await page.context().close();
});

test("a video is uploaded from a phone", async ({ browser }) => {
  const page = await (await browser.newContext(PHONE)).newPage();
  await logIn(page, "editor", `/login?next=/projects/${stack.project}`);
  await page.getByTestId("video-card").waitFor();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Upload", exact: true }).tap();
  await (await chooser).setFiles(stack.videoFile);
  await expect(page.getByTestId("video-card")).toHaveCount(2);
  await expect(page.getByTestId("video-card").getByText("In review")).toHaveCount(2, {
    timeout: 30_000,
  });
  await page.context().close();
});
