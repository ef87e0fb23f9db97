import type { Browser, Page } from "@playwright/test";
import { findings } from "./axe";
import { apiOf, expect, holdBack, logIn, stack, test } from "./stack";

const ROOM = () => `/projects/${stack.project}/videos/${stack.video}`;

/** Somebody else, in a browser of their own. */
async function enter(browser: Browser, name: string, path = ROOM()): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(page, name, `/login?next=${encodeURIComponent(path)}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  return page;
}

const rows = (page: Page) => page.getByTestId("feedback-list").getByRole("button");

test("a list is narrowed, the address keeps it, and many are changed at once", async ({
  page,
  request,
}) => {
  const reviewer = await apiOf(request, "reviewer");
  for (const [timestamp, content, fields] of [
    [1, "Mehr Licht", { priority: "critical", tags: ["light"] }],
    [3, "Cut it earlier", { priority: "low", tags: ["cut"] }],
    [5, "Light from the left", { tags: ["light"] }],
  ] as const) {
    await reviewer.post("feedbacks", { video_id: stack.video, timestamp, content, ...fields });
  }
  await logIn(page, "owner", `/login?next=${ROOM()}`);
  await expect(rows(page)).toHaveCount(5);

  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("menuitemcheckbox", { name: "#light" }).click();
  expect(await findings(page, "region")).toEqual([]);
  await page.getByRole("menuitemcheckbox", { name: "Critical" }).click();
  await page.keyboard.press("Escape");
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByTestId("feedback-count")).toHaveText("1 of 5");
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Remove filter: Critical" }).click();
  await page.getByRole("button", { name: /^Sorted by time/ }).click();
  await expect(rows(page).first()).toContainText("Light from the left");
  await page.getByRole("button", { name: "Clear filters" }).click();

  // What only a comment says is found by the server.
  const [first] = await reviewer.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  await reviewer.post("comments", { feedback_id: first.id, content: "Compare the storyboard" });
  await page.getByLabel("Search feedback").fill("storyboard");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Mehr Licht");
  await page.getByLabel("Search feedback").fill("light");

  await page.getByRole("button", { name: "Select several" }).click();
  await page.getByRole("button", { name: "Select all" }).click();
  await expect(page.getByText("2 selected")).toBeVisible();
  expect(await findings(page, "region")).toEqual([]);
  const bar = page.getByRole("region", { name: "Selected feedback" });
  await bar.getByRole("button", { name: "Resolve", exact: true }).click();
  await expect(page.getByText("2 feedbacks changed")).toBeVisible();
  await page.getByRole("button", { name: "Select several" }).click();
  await rows(page).first().click();
  await bar.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("menuitem", { name: "Editor" }).click();
  await expect(rows(page).first()).toContainText("→ Editor");
  await page.getByLabel("Search feedback").fill("earlier");
  await page.getByRole("button", { name: "Select several" }).click();
  await rows(page).first().click();
  await bar.getByRole("button", { name: "Delete" }).click();
  expect(await findings(page, "region")).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("1 feedback deleted")).toBeVisible();

  const left = await reviewer.get(`feedbacks?project_id=${stack.project}&status=resolved`);
  expect(left.map((one: { content: string }) => one.content).sort()).toEqual([
    "Light from the left",
    "Mehr Licht",
  ]);
});

test("two people talk in a thread: typing, reactions, edits, deletions, links", async ({
  page,
  browser,
  request,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const reviewer = await apiOf(request, "reviewer");
  const given = { video_id: stack.video, timestamp: 7, content: "The title has no serifs" };
  await reviewer.post("feedbacks", given);
  await logIn(page, "owner", `/login?next=${ROOM()}`);
  const other = await enter(browser, "reviewer");
  for (const one of [page, other]) await rows(one).filter({ hasText: given.content }).click();

  await page.getByTestId("comment-input").pressSequentially("Which typeface?");
  await expect(other.getByText("Owner is writing…")).toBeVisible();
  await page.getByTestId("submit-comment").click();
  const theirs = other.getByTestId("comment-list");
  await expect(theirs).toContainText("Which typeface?");

  await theirs.getByRole("button", { name: "Add a reaction" }).click();
  await other.getByRole("menuitem", { name: "👍" }).click();
  const mine = page.getByTestId("comment-list");
  await mine.getByRole("button", { name: "👍 1 by Reviewer", pressed: false }).click();
  await expect(theirs.getByRole("button", { name: /👍/ })).toHaveText("👍 2");
  expect(await findings(page, "region")).toEqual([]);

  await page.getByRole("button", { name: "More about the comment by Owner" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const edit = page.getByTestId("edit-input");
  await edit.fill("Which typeface, and how large?");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(theirs).toContainText("Which typeface, and how large?");
  await expect(theirs).toContainText("edited");

  await page.getByRole("button", { name: "More about the comment by Owner" }).click();
  await page.getByRole("menuitem", { name: "Copy link" }).click();
  await expect(page.getByText("Link copied")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const linked = await enter(browser, "viewer", link.slice(new URL(link).origin.length));
  await expect(linked.locator("[data-linked]")).toContainText("Which typeface");
  await expect(linked.getByTestId("video-timestamp")).toHaveText("00:00:07:00");
  await expect(linked.getByRole("button", { name: "Resolve", exact: true })).toHaveCount(0);

  await page.getByRole("button", { name: "More about the comment by Owner" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(theirs).not.toContainText("Which typeface");
  await other.getByRole("button", { name: "Resolve", exact: true }).click();
  await expect(page.getByRole("button", { name: "Status: Resolved" })).toBeVisible();
});

test("an edit that somebody else's change has overtaken is kept, and said", async ({
  page,
  request,
}) => {
  const reviewer = await apiOf(request, "reviewer");
  const [first] = await reviewer.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  await logIn(page, "owner", `/login?next=${ROOM()}?feedback=${first.id}`);
  await page.getByRole("button", { name: "More about this feedback" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByTestId("edit-input").fill("The title is much too small.");
  await reviewer.patch(`feedbacks/${first.id}`, { content: "The title is a bit small." });
  await page.getByRole("button", { name: "Save" }).click();
  const both = page.getByRole("alert").filter({ hasText: "Somebody else changed this" });
  await expect(both).toContainText("The title is a bit small.");
  await expect(both).toContainText("The title is much too small.");
  await expect(page.getByTestId("edit-input")).toHaveValue("The title is much too small.");
  expect(await findings(page, "region")).toEqual([]);
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByTestId("edit-input")).toHaveCount(0);
  await expect(page.getByTestId("feedback-panel")).toContainText("The title is much too small.");
});

test("of two changes of the same thing one is chosen, and different ones both hold", async ({
  page,
  request,
}) => {
  const reviewer = await apiOf(request, "reviewer");
  const [, second] = await reviewer.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  const now = () => reviewer.get(`feedbacks/${second.id}`);
  await holdBack(page, "feedback.updated");
  await logIn(page, "owner", `/login?next=${ROOM()}?feedback=${second.id}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  const status = page.getByRole("button", { name: /^Status: / });
  const choose = async (name: string) => {
    await status.click();
    await page.getByRole("menuitemradio", { name }).click();
  };
  const dialog = page.getByRole("dialog", { name: "Somebody else changed this meanwhile." });

  // Another thing of the same feedback is in nobody's way.
  await reviewer.patch(`feedbacks/${second.id}`, { priority: "high" });
  await choose("In progress");
  await expect(status).toHaveText("In progress");
  await expect(page.getByRole("button", { name: "Priority: High" })).toBeVisible();

  await reviewer.patch(`feedbacks/${second.id}`, { status: "closed" });
  await choose("Resolved");
  await expect(dialog.getByRole("definition")).toHaveText(["Closed", "Resolved"]);
  expect(await findings(page, "region")).toEqual([]);
  await dialog.getByRole("button", { name: "Keep theirs" }).click();
  await expect(status).toHaveText("Closed");
  expect((await now()).status).toBe("closed");

  await reviewer.patch(`feedbacks/${second.id}`, { status: "open" });
  await choose("Resolved");
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(status).toHaveText("Resolved");
  await expect(async () =>
    expect(await now()).toMatchObject({ status: "resolved", priority: "high" }),
  ).toPass();
});
