import { readFileSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const ROOM = () => `/projects/${stack.project}/videos/${stack.video}`;

/** Upload the specs' film once more, as the next version of the video, and wait until it is ready. */
async function nextVersion(request: APIRequestContext): Promise<string> {
  const editor = await apiOf(request, "editor");
  const file = readFileSync(stack.videoFile);
  const { id, upload } = await editor.post("videos", {
    project_id: stack.project,
    title: "Rough cut",
    filename: "cut.mp4",
    content_type: "video/mp4",
    size: file.length,
    previous_version: stack.video,
  });
  const [part] = upload.parts;
  const answer = await request.put(part.url, { data: file });
  const parts = [{ number: part.number, etag: answer.headers().etag }];
  await editor.post(`videos/${id}/upload/complete`, { parts });
  await expect
    .poll(async () => (await editor.get(`videos/${id}`)).status, { timeout: 60_000 })
    .toBe("ready");
  return id;
}

/** The numbers that the pictures of the open and of the other version show: bits as columns. */
const numbersShown = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    ["video-canvas", "other-canvas"].map((name) => {
      const video = document.querySelector(`[data-testid="${name}"]`) as HTMLVideoElement;
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
    }),
  );

test("a new version is offered, compared in step, decided on, and all see it", async ({
  page,
  browser,
  request,
}) => {
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

  // In step while they play, too: within a frame, once the second one has come along.
  await page.getByTestId("play-button").click();
  await expect
    .poll(async () => {
      const [open = 0, other = 0] = await numbersShown(page);
      return open > 70 && Math.abs(other - open - 3) <= 1;
    })
    .toBe(true);
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
  await expect(page.getByTestId("offset")).toHaveText("+3");
  await page.keyboard.press("End");
  await expect(page.getByText("Version 1 has no picture here")).toBeVisible();
  await page.getByRole("button", { name: "Swap the versions" }).click();
  await expect(page.getByText("Version 1 with version 2")).toBeVisible();
  await expect(page.getByTestId("offset")).toHaveText("-3");
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
});
