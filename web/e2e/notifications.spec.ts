import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

test("a mention is counted at once by the other's bell, and leads to its moment", async ({
  page,
  request,
}) => {
  // What the specs' data has told the uploader already.
  await (await apiOf(request, "editor")).post("notifications/read", { all: true });
  await logIn(page, "editor", `/login?next=/projects/${stack.project}/people`);
  const bell = page.getByRole("button", { name: "Notifications, none unread" });
  await expect(bell).toBeVisible();
  await expect(page.getByTestId("member").first()).toBeVisible();

  const reviewer = await apiOf(request, "reviewer");
  const members = await reviewer.get(`projects/${stack.project}/members`);
  const editor = members.find(({ user }: { user: { name: string } }) => user.name === "Editor");
  const [first, second] = await reviewer.get(
    `feedbacks?project_id=${stack.project}&order=timestamp`,
  );
  const say = (feedback: { id: string }, content: string) =>
    reviewer.post("comments", { feedback_id: feedback.id, content, mentions: [editor.user.id] });
  await say(first, "@Editor please look");
  await expect(page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await say(second, "@Editor and here");
  await page.getByRole("button", { name: "Notifications, 2 unread" }).click();
  const newest = page.getByRole("dialog", { name: "Notifications" });
  await expect(newest.getByTestId("notification").nth(0)).toContainText("and here");
  await expect(newest.getByTestId("notification").nth(1)).toContainText("please look");
  // A popover is at the end of the document, outside of every landmark.
  expect(await findings(page, "region")).toEqual([]);

  await newest.getByText("please look").click();
  await expect(page.getByTestId("comment-list")).toContainText("@Editor please look");
  await page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  // From one moment to another one of the same video.
  await newest.getByText("and here").click();
  await expect(page.getByTestId("comment-list")).toContainText("@Editor and here");
  await expect(page.getByRole("button", { name: "Notifications, none unread" })).toBeVisible();
});

test("the list has everything, and another device's reading shows at once", async ({
  page,
  request,
}) => {
  await logIn(page, "owner", "/login?next=/notifications");
  await expect(page.getByRole("heading", { name: "You have no notifications" })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  const owner = await apiOf(request, "owner");
  const reviewer = await apiOf(request, "reviewer");
  const [feedback] = await reviewer.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  const me = await owner.get("users/me");
  for (let number = 1; number <= 51; number++) {
    const content = `@Owner number ${number}`;
    const comment = { feedback_id: feedback.id, content, mentions: [me.id] };
    await reviewer.post("comments", comment);
  }
  await expect(page.getByTestId("notification")).toHaveCount(51);
  await page.reload();
  await expect(page.getByTestId("notification")).toHaveCount(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(page.getByTestId("notification")).toHaveCount(51);
  await expect(page.getByText("Unread (51)")).toBeVisible();
  expect(await findings(page)).toEqual([]);
  const [{ id }] = await owner.get("notifications");
  await owner.post("notifications/read", { ids: [id] });
  await expect(page.getByText("Unread (50)")).toBeVisible();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.getByText("Unread (0)").click();
  await expect(page.getByRole("heading", { name: "You have read everything" })).toBeVisible();
});
