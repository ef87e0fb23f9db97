import { readFileSync } from "node:fs";
import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const room = `/projects/${stack.project}/videos/${stack.video}`;

/** Somebody else in the room, in a browser of their own. */
async function joined(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(page, name, `/login?next=${room}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  return page;
}

/** Upload the video once more, as another one, and wait until it can be played. */
async function uploaded(
  owner: Awaited<ReturnType<typeof apiOf>>,
  request: APIRequestContext,
  title: string,
): Promise<string> {
  const data = readFileSync(stack.videoFile);
  const { id, upload } = await owner.post("videos", {
    project_id: stack.project,
    title,
    filename: "second.mp4",
    size: data.length,
    content_type: "video/mp4",
  });
  const [part] = upload.parts;
  const answer = await request.put(part.url, { data });
  const parts = [{ number: part.number, etag: answer.headers().etag }];
  await owner.post(`videos/${id}/upload/complete`, { parts });
  await expect
    .poll(async () => (await owner.get(`videos/${id}`)).status, { timeout: 20_000 })
    .toBe("ready");
  return id;
}

/** How long (ms) it takes from a leader's keys to the follower's timecode. */
async function delays(leader: Page, follower: Page, steps: number): Promise<number[]> {
  await leader.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    const note = () => times.push(performance.timeOrigin + performance.now());
    window.addEventListener("keydown", note, { capture: true });
  });
  await follower.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    const clock = document.querySelector("[data-testid=video-timestamp]") as Element;
    new MutationObserver(() => times.push(performance.timeOrigin + performance.now())).observe(
      clock,
      { characterData: true, childList: true, subtree: true },
    );
  });
  for (let step = 0; step < steps; step++) {
    await leader.keyboard.press("ArrowRight");
    const shown = (await leader.getByTestId("video-timestamp").textContent()) ?? "";
    await expect(follower.getByTestId("video-timestamp")).toHaveText(shown);
  }
  const [pressed, seen] = await Promise.all(
    [leader, follower].map((page) =>
      page.evaluate(() => (window as unknown as { times: number[] }).times),
    ),
  );
  return (pressed ?? []).map((at, step) => (seen?.[step] ?? Number.NaN) - at);
}

test("a second person's words come while they are written, and a lost right is said", async ({
  page,
  browser,
  request,
}) => {
  await logIn(page, "editor", `/login?next=${room}`);
  await page.getByTestId("feedback-marker-1").click();
  const other = await joined(browser, "reviewer");
  await other.getByTestId("feedback-marker-1").click();
  await other.getByTestId("comment-input").pressSequentially("I see");
  await expect(page.getByText("Reviewer is writing…")).toBeVisible();
  await other.getByTestId("submit-comment").click();
  await expect(page.getByTestId("comment-list")).toContainText("I see");

  await page.getByTestId("comment-input").fill("Not sent yet");
  const owner = await apiOf(request, "owner");
  const members = await owner.get(`projects/${stack.project}/members`);
  const editor = members.find(({ user }: { user: { name: string } }) => user.name === "Editor");
  await owner.delete(`projects/${stack.project}/members/${editor.user.id}`);
  await expect(page.getByTestId("connection-bar")).toContainText("Your access to this project");
  await expect(page.getByTestId("unsent")).toContainText("Not sent yet");
  await expect(
    page.getByTestId("unsent").getByRole("button", { name: "Copy", exact: true }),
  ).toBeVisible();
  await expect(other.getByRole("button", { name: "Follow Editor" })).toHaveCount(0);
  expect(await findings(page)).toEqual([]);
  await other.context().close();
});

test("two people see each other, and one follows the other's playback", async ({
  page: leader,
  browser,
  request,
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

  // Soon enough to talk about it. (The median, since other work on the machine delays some.)
  const sorted = (await delays(leader, follower, 15)).sort((one, other) => one - other);
  expect(sorted[7]).toBeLessThan(200);

  // Steps, playing, speed, and where one points.
  await leader.keyboard.press("ArrowLeft");
  await expect(follower.getByTestId("video-timestamp")).toHaveText("00:00:01:19");
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

  // The leader goes on to another video; one press goes there too, and on following.
  const second = await uploaded(await apiOf(request, "owner"), request, "Second film");
  await leader.getByTestId("project-title").click();
  await leader.getByRole("link", { name: /Second film/ }).click();
  const bar = follower.getByTestId("following-bar");
  await expect(bar).toContainText("Reviewer went on to Second film");
  await bar.getByRole("button", { name: "Go there too" }).click();
  await expect(follower).toHaveURL(new RegExp(second));
  await expect(bar).toContainText("You follow Reviewer");
  await leader.keyboard.press("ArrowRight");
  await expect(follower.getByTestId("video-timestamp")).toHaveText("00:00:00:01");

  // The leader leaves.
  await leader.close();
  await expect(follower.getByTestId("following-bar")).toContainText("Reviewer has left.");
  await follower.context().close();
});
