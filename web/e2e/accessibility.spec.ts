import type { Locator, Page } from "@playwright/test";
import { apiOf, expect, logIn, stack, test } from "./stack";

const ROOM = `/projects/${stack.project}/videos/${stack.video}`;

/** Press Tab until something has the focus: what no Tab reaches, no keyboard reaches. */
async function tabTo(page: Page, wanted: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let press = 0; press < 60; press++) {
    if (await wanted.evaluate((it) => it === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no focus comes to ${wanted}`);
}

test("a guest does it all by keyboard alone, from the door to the answer", async ({ page }) => {
  await page.goto(`${stack.linkWithPassword}&video=${stack.video}`);
  await expect(page.getByLabel("Your name")).toBeFocused();
  await page.keyboard.type("Keys");
  await page.keyboard.press("Enter");
  const password = page.getByLabel("Password of the link");
  await password.waitFor();
  await tabTo(page, password);
  await page.keyboard.type("guessed");
  await page.keyboard.press("Enter");
  await expect(page.getByText("That is not the password.")).toBeVisible();
  await tabTo(page, password);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("open sesame");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("project-title")).toBeVisible();
  await page.getByTestId("feedback-list").getByRole("button").first().waitFor();
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 2);

  // The first Tab offers a way past the header.
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await expect(page.getByTestId("video-playing")).toBeAttached();
  await page.keyboard.press("Space");
  await expect(page.getByTestId("video-paused")).toBeAttached();
  await page.keyboard.press("Home");
  await expect(page.getByTestId("video-timestamp")).toHaveText("00:00:00:00");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByTestId("video-timestamp")).toHaveText("00:00:00:09");

  await page.keyboard.press("c");
  await expect(page.getByTestId("feedback-input")).toBeFocused();
  await page.keyboard.type("Given by keyboard");
  await page.keyboard.press("Control+Enter");
  const given = page.getByTestId("feedback-list").getByRole("button", { name: /by keyboard/ });
  await given.waitFor();
  await tabTo(page, given);
  await page.keyboard.press("Enter");
  const resolve = page.getByRole("button", { name: "Resolve", exact: true });
  await resolve.waitFor();
  await tabTo(page, page.getByTestId("comment-input"));
  await page.keyboard.type("And a word more");
  await page.keyboard.press("Enter");
  const comments = page.getByTestId("comment-list");
  await expect(comments).toContainText("And a word more");
  const reply = comments.getByRole("button", { name: "Reply" });
  await reply.waitFor();
  await tabTo(page, reply, "Shift+Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByTestId("comment-input"));
  await page.keyboard.type("An answer to it");
  await page.keyboard.press("Enter");
  await expect(comments.getByRole("listitem")).toHaveCount(2);
  // One's own feedback may be resolved.
  await tabTo(page, resolve, "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Resolved", { exact: true }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("feedback-list")).toBeVisible();
});

test("a screen reader is told what is on the timeline, and where", async ({ page, request }) => {
  const reviewer = await apiOf(request, "reviewer");
  const range = { video_id: stack.video, frame: 100, end_frame: 124, content: "Too long" };
  await reviewer.post("feedbacks", range);
  for (const timestamp of [8, 8.04, 8.08]) {
    await reviewer.post("feedbacks", { video_id: stack.video, timestamp, content: "Thrice" });
  }
  await logIn(page, "owner", `/login?next=${ROOM}`);
  await page.getByTestId("feedback-list").getByRole("button").first().waitFor();
  await page.getByTestId("timeline").focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByTestId("video-timestamp")).toHaveText("00:00:00:10");
  await expect(page.getByTestId("timeline").locator("..")).toMatchAriaSnapshot(`
    - list "Feedback on the timeline":
      - listitem:
        - 'button "Reviewer, 00:00:02:00, Open: The title is too small."'
      - listitem:
        - 'button "Reviewer, 00:00:04:00 to 00:00:04:24, Open: Too long"'
      - listitem:
        - 'button "Reviewer, 00:00:06:00, Open: Please hold this shot longer."'
      - listitem:
        - button "3 feedbacks from 00:00:08:00 on"
    - slider "Timeline"
    - button "Zoom out of the timeline"
    - button "Zoom into the timeline"
  `);
  const timeline = page.getByRole("slider", { name: "Timeline" });
  await expect(timeline).toHaveAttribute("aria-valuetext", "00:00:00:10");
  await page.keyboard.press("End");
  await expect(timeline).toHaveAttribute("aria-valuenow", "249");
});
