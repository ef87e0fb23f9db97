import { apiOf, expect, logIn, stack, test } from "./stack";

const ROOM = () => `/projects/${stack.project}/videos/${stack.video}`;

test("what others have said is marked until it was on the screen, on all of one's devices", async ({
  page,
  browser,
  request,
}) => {
  const [editor, reviewer] = [await apiOf(request, "editor"), await apiOf(request, "reviewer")];
  const unread = async () => {
    const { feedbacks, comments } = await editor.get(`videos/${stack.video}/read`);
    return feedbacks.length + comments.length;
  };
  const given = (timestamp: number, content: string) => ({
    video_id: stack.video,
    timestamp,
    content,
  });
  const feedback = await reviewer.post("feedbacks", given(4, "Whose voice is this?"));
  await editor.post("feedbacks", given(5, "My own is nothing new"));
  for (let n = 0; n < 12; n++) {
    const content = `Line ${n}\nof\na\nlong\nthread`;
    await reviewer.post("comments", { feedback_id: feedback.id, content });
  }
  // Three feedbacks and twelve comments. What is on the screen for a moment is seen.
  expect(await unread()).toBe(15);
  await logIn(page, "editor", `/login?next=${ROOM()}`);
  await expect(page.getByTestId("unread-count")).toHaveText("12 new");
  await expect(page.getByTestId("unread")).toHaveText(["12 new"]);
  await expect(page.locator("[data-testid^=feedback-marker][data-unread]")).toHaveCount(1);
  await expect.poll(unread).toBe(12);

  // Another device of the same person: what does not fit on its screen is not seen yet.
  const phone = await (
    await browser.newContext({ locale: "en-US", viewport: { width: 390, height: 844 } })
  ).newPage();
  const thread = encodeURIComponent(`${ROOM()}?feedback=${feedback.id}`);
  await logIn(phone, "editor", `/login?next=${thread}`);
  const last = phone.getByTestId("comment-list").getByRole("article").last();
  await expect(last.getByTestId("unread")).toHaveText("New");
  await expect.poll(unread).toBeLessThan(12);
  await expect(last.getByTestId("unread")).toHaveText("New");
  for (const one of await phone.getByTestId("comment-list").getByRole("article").all()) {
    await one.scrollIntoViewIfNeeded();
    await expect(one.getByTestId("unread")).toHaveCount(0);
  }
  await expect.poll(unread).toBe(0);

  // Back at the first one: it learns of it.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(page.getByTestId("unread-count")).toHaveCount(0);
  // What comes now is new, live; the list of what is new keeps it while one reads.
  await reviewer.post("comments", { feedback_id: feedback.id, content: "Mine" });
  await page.getByTestId("unread-count").click();
  await expect(page.getByTestId("feedback-list").getByRole("button")).toHaveCount(1);
  await page.getByTestId("feedback-list").getByRole("button").click();
  const there = page.getByTestId("comment-list").getByText("Mine");
  await there.scrollIntoViewIfNeeded();
  await expect.poll(unread).toBe(0);
  await page.getByRole("button", { name: "All feedback" }).click();
  await expect(page.getByTestId("feedback-list").getByRole("button")).toHaveCount(0);
  await page.getByRole("button", { name: "Clear filters" }).first().click();

  await reviewer.post("comments", { feedback_id: feedback.id, content: "And again" });
  await page.getByRole("button", { name: "Mark everything as read" }).click();
  await expect(page.getByTestId("unread-count")).toHaveCount(0);
  expect(await unread()).toBe(0);
});
