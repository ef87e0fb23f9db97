import type { Browser, Page } from "@playwright/test";
import { findings } from "./axe";
import { expect, logIn, stack, test } from "./stack";

const room = `/projects/${stack.project}/videos/${stack.video}`;

/** Somebody else in the room, in a browser of their own. */
async function joined(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(page, name, `/login?next=${room}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  return page;
}

test("two people see each other, and one follows the other's playback", async ({
  page: leader,
  browser,
}) => {
  await logIn(leader, "reviewer", `/login?next=${room}`);
  await expect(leader.getByTestId("connection")).toHaveText("Live");
  const follower = await joined(browser, "viewer");

  // Where the leader is, is said to whoever comes, and shown on the timeline.
  for (let step = 0; step < 30; step++) await leader.keyboard.press("ArrowRight");
  await follower.getByRole("button", { name: "Go to Reviewer, at 00:00:01:05" }).click();
  await expect(follower.getByTestId("video-timestamp")).toHaveText("00:00:01:05");
  await expect(leader.getByRole("img", { name: "Viewer" })).toBeVisible();
  await follower.keyboard.press("Home");

  // One press follows: the same frame, and the leader knows.
  await follower.getByRole("button", { name: "Follow Reviewer" }).click();
  await expect(follower.getByTestId("following-bar")).toContainText("You follow Reviewer");
  await expect(follower.getByTestId("video-timestamp")).toHaveText("00:00:01:05");
  await expect(leader.getByTestId("followers")).toHaveText("1 person follows you");
  expect(await findings(follower)).toEqual([]);
  expect(await findings(leader)).toEqual([]);

  // Steps, playing, speed, and where one points.
  await leader.keyboard.press("ArrowLeft");
  await expect(follower.getByTestId("video-timestamp")).toHaveText("00:00:01:04");
  const picture = await leader.getByTestId("picture").boundingBox();
  if (!picture) throw new Error("no picture");
  await leader.mouse.move(picture.x + picture.width / 4, picture.y + picture.height / 2);
  const pointer = follower.getByTestId("leader-pointer");
  await expect(pointer).toHaveCSS("left", /./);
  await leader.keyboard.press("l");
  await expect(follower.getByTestId("video-playing")).toBeVisible();
  await leader.keyboard.press("l");
  await expect(follower.getByRole("button", { name: "Speed 2×" })).toBeVisible();
  await leader.keyboard.press("k");
  await expect(follower.getByTestId("video-paused")).toBeVisible();
  const shown = await leader.getByTestId("video-timestamp").textContent();
  await expect(follower.getByTestId("video-timestamp")).toHaveText(shown ?? "");
  await leader.keyboard.press("j");
  await expect(follower.getByTestId("video-playing")).toBeVisible();
  await leader.keyboard.press("k");

  // Whoever does something themselves goes their own way, and comes back by one press.
  await follower.keyboard.press("ArrowRight");
  await expect(follower.getByTestId("following-bar")).toContainText("on your own again");
  await expect(leader.getByTestId("followers")).toHaveCount(0);
  await follower.getByRole("button", { name: "Follow Reviewer again" }).click();
  await expect(leader.getByTestId("followers")).toBeVisible();

  // The leader leaves.
  await leader.close();
  await expect(follower.getByTestId("following-bar")).toContainText("Reviewer has left.");
  await follower.context().close();
});
