import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const ROOM = `/projects/${stack.project}/videos/${stack.video}`;

test("what is typed about something that goes stays readable, over a reload too", async ({
  page,
  request,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const owner = await apiOf(request, "owner");
  const given = { video_id: stack.video, timestamp: 4, content: "The logo is cut off" };
  const feedback = await owner.post("feedbacks", given);
  await logIn(page, "reviewer", `/login?next=${ROOM}?feedback=${feedback.id}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  const comment = await owner.post("comments", {
    feedback_id: feedback.id,
    content: "On the left",
  });
  await page.getByTestId("comment-list").getByRole("button", { name: "Reply" }).click();
  await page.getByTestId("comment-input").fill("Half of my answer");

  // What is answered goes: the answer does not, and says where it goes now.
  await owner.delete(`comments/${comment.id}`);
  await expect(page.getByText("What you answer was deleted")).toBeVisible();
  await expect(page.getByTestId("comment-input")).toHaveValue("Half of my answer");
  await page.reload();
  await expect(page.getByTestId("comment-input")).toHaveValue("Half of my answer");

  await owner.delete(`feedbacks/${feedback.id}`);
  const unsent = page.getByTestId("unsent");
  await expect(unsent).toContainText("Half of my answer");
  await expect(unsent).toContainText("This feedback is no longer here");
  expect(await findings(page)).toEqual([]);
  await page.reload();
  await unsent.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(unsent.getByRole("button", { name: "Copied", exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("Half of my answer");
  await unsent.getByRole("button", { name: "Discard" }).click();
  await expect(unsent).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId("feedback-count")).toHaveText("2");
  await expect(unsent).toHaveCount(0);
});

test("a comment that is edited is deleted, then the right to write is taken and given back", async ({
  page,
  request,
}) => {
  const [owner, reviewer] = [await apiOf(request, "owner"), await apiOf(request, "reviewer")];
  const [first] = await owner.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  const own = { feedback_id: first.id, content: "Mine" };
  const comment = await reviewer.post("comments", own);
  const role = async (name: string) => {
    const { id } = await reviewer.get("users/me");
    await owner.patch(`projects/${stack.project}/members/${id}`, { role: name });
  };
  await logIn(page, "reviewer", `/login?next=${ROOM}?feedback=${first.id}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await page.getByRole("button", { name: "More about the comment by Reviewer" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByTestId("edit-input").fill("Mine, but better");
  // Escape goes back to the player's keys and loses nothing.
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("edit-input")).toHaveValue("Mine, but better");
  await owner.delete(`comments/${comment.id}`);
  const unsent = page.getByTestId("unsent");
  await expect(unsent).toContainText("This comment was deleted");
  await expect(unsent).toContainText("Mine, but better");
  await unsent.getByRole("button", { name: "Discard" }).click();

  await page.getByRole("button", { name: "More about this feedback" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByTestId("edit-input").fill("The title is far too small.");
  await page.getByTestId("comment-input").fill("And a comment");
  await role("viewer");
  await expect(unsent.getByRole("listitem")).toHaveCount(2);
  await expect(unsent).toContainText("Your role no longer allows this");
  await expect(unsent).toContainText("The title is far too small.");
  await expect(page.getByTestId("comment-input")).toHaveCount(0);
  await expect(page.getByTestId("edit-input")).toHaveCount(0);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("c");
  await expect(page.getByTestId("feedback-input")).toHaveCount(0);
  await role("reviewer");
  await expect(page.getByTestId("comment-input")).toHaveValue("And a comment");
  await expect(page.getByTestId("edit-input")).toHaveValue("The title is far too small.");
  await expect(unsent).toHaveCount(0);

  // A feedback that is being written, too.
  await page.getByRole("button", { name: "All feedback" }).click();
  await page.getByTestId("give-feedback").click();
  await page.getByTestId("feedback-input").fill("A new thought");
  await role("viewer");
  await expect(unsent).toContainText("A new thought");
  await expect(page.getByTestId("feedback-input")).toHaveCount(0);
  await role("reviewer");
  await expect(page.getByTestId("feedback-input")).toHaveValue("A new thought");
});

test("a guest whose access ends stands at the door with what they wrote", async ({
  page,
  request,
}) => {
  const owner = await apiOf(request, "owner");
  await page.goto(stack.link);
  await page.getByLabel("Your name").fill("Park");
  await page.getByRole("button", { name: "Enter the review" }).click();
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await page.getByTestId("feedback-marker-1").click();
  await page.getByTestId("comment-input").fill("From the client's side");
  const members = await owner.get(`projects/${stack.project}/members`);
  const park = members.find(({ user }: { user: { name: string } }) => user.name === "Park");
  await owner.delete(`projects/${stack.project}/members/${park.user.id}`);

  const unsent = page.getByTestId("unsent");
  await expect(unsent).toContainText("Your access has ended");
  await expect(unsent).toContainText("From the client's side");
  // The next thing that is asked of the server leads to the door.
  await page.keyboard.press("Escape");
  await page.getByTestId("feedback-list").getByRole("button").nth(1).click();
  await expect(page.getByRole("button", { name: "Enter the review" })).toBeVisible();
  await expect(unsent).toContainText("From the client's side");
  expect(await findings(page)).toEqual([]);
});
