import type { APIRequestContext } from "@playwright/test";
import { apiOf, expect, nextVersion, stack } from "../stack";
import { arrive, opened, type Visit } from "./look";

const ROOM = `/projects/${stack.project}/videos/${stack.video}`;

async function enter({ page }: Visit): Promise<void> {
  await arrive(page, "owner", ROOM);
  await page.getByTestId("feedback-list").getByRole("button").first().waitFor();
  await expect(page.locator('[data-testid="connection"][data-state="live"]')).toBeAttached();
}

/** The list: filters, several at once; the menus of the player; the keys. */
export async function seeRoom(visit: Visit): Promise<void> {
  const { page, t, look } = visit;
  await enter(visit);
  await look("room");
  const rows = page.getByTestId("feedback-list").getByRole("button");
  await rows.first().hover();
  await look("a feedback under the pointer");
  const button = (key: string) => page.getByRole("button", { name: t(key), exact: true });
  await opened(visit, "filters", () => button("panel.filter").click(), "menu");
  await opened(visit, "player's settings", () => button("player.settings").click(), "menu");
  await opened(visit, "keys", () => page.keyboard.press("?"), "dialog");
  await button("panel.filter").click();
  await page.getByRole("menuitemcheckbox", { name: t("room.statuses.open") }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await look("a filtered list");
  await page.getByRole("searchbox").fill("winter");
  await page.getByText(t("panel.nothingFound")).waitFor();
  await look("nothing found");
  await button("panel.clear").first().click();
  await button("panel.selectSeveral").click();
  await button("panel.selectAll").click();
  await look("several chosen");
  await opened(visit, "deleting several", () => button("panel.delete").click(), "dialog");
}

/** A thread: its menus, an edit, comments. */
export async function seeThread(visit: Visit, request: APIRequestContext): Promise<void> {
  const { page, t, look } = visit;
  const reviewer = await apiOf(request, "reviewer");
  const [first] = await reviewer.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  await reviewer.patch(`feedbacks/${first.id}`, { tags: ["title"] });
  const said = { feedback_id: first.id, content: "Twice as large, please." };
  const { id } = await reviewer.post("comments", said);
  await reviewer.post("comments", { ...said, parent_id: id, content: "And bolder." });
  await enter(visit);
  await page.getByTestId("feedback-marker-1").click();
  await page.getByTestId("comment-list").getByRole("listitem").nth(1).waitFor();
  await look("thread");
  await page.getByTestId("comment-list").getByRole("listitem").first().hover();
  await look("a comment under the pointer");
  const button = (name: string | RegExp) => page.getByRole("button", { name }).first();
  const status = button(new RegExp(`^${t("room.status")}: `));
  await opened(visit, "status", () => status.click(), "menu");
  await opened(visit, "assignee", () => button(t("panel.assign")).click(), "menu");
  await opened(visit, "reactions", () => button(t("panel.react")).click(), "menu");
  await opened(visit, "more", () => button(t("panel.more")).click(), "menu");
  await button(t("panel.more")).click();
  await page.getByRole("menuitem", { name: t("panel.delete") }).click();
  await opened(visit, "deleting a feedback", async () => {}, "dialog");
  await button(t("room.reply")).click();
  await page.getByTestId("comment-input").fill("@");
  await page.getByRole("listbox").waitFor();
  await look("people to mention");
  await page.keyboard.press("Escape");
  await button(t("panel.moreOf", { name: "Reviewer" })).click();
  await page.getByRole("menuitem", { name: t("panel.edit") }).click();
  await page.getByTestId("edit-input").waitFor();
  await page.getByRole("menu").waitFor({ state: "detached" });
  await look("an edit");
}

/** Giving feedback: each tool, what was drawn, a draft; the line is away. */
export async function seeForm(visit: Visit): Promise<void> {
  const { page, t, look } = visit;
  await enter(visit);
  await page.getByTestId("give-feedback").click();
  const form = page.getByTestId("feedback-form");
  await form.waitFor();
  await look("form");
  const box = await page.getByTestId("picture").boundingBox();
  if (!box) throw new Error("no picture");
  for (const tool of ["rectangle", "circle", "arrow", "path"]) {
    await form.getByRole("radio", { name: t(`give.tools.${tool}`) }).click();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    await page.mouse.up();
  }
  await form.getByRole("radio", { name: t("give.tools.select") }).click();
  await expect(page.locator("[data-shape][role=button]")).toHaveCount(4);
  await look("a drawing");
  await page.getByTestId("feedback-tags").fill("light,");
  await page.getByTestId("feedback-input").fill("Brighter");
  await opened(
    visit,
    "emoji",
    () => form.getByRole("button", { name: t("writing.emoji") }).click(),
    "dialog",
  );
  await form.getByRole("button", { name: t("give.close") }).click();
  await page.getByTestId("drafts").waitFor();
  await look("drafts");
  await page.context().setOffline(true);
  await page.getByTestId("connection-bar").waitFor();
  await look("line away");
  await page.context().setOffline(false);
}

/** Versions: the menu, each way to compare, the decision; at last the video is gone. */
export async function seeVersions(visit: Visit, request: APIRequestContext): Promise<void> {
  const { page, t, look } = visit;
  await enter(visit);
  const second = await nextVersion(request);
  await page.getByTestId("newer-version").waitFor();
  await look("a newer version");
  await opened(visit, "versions", () => page.getByTestId("versions").click(), "menu");
  await page.goto(`${ROOM}?compare=${second}`);
  await page.getByTestId("versions").click();
  await page.getByRole("menuitem", { name: t("versions.shown", { version: 2 }) }).click();
  await page.getByTestId("comparison-bar").waitFor();
  await page.getByRole("menu").waitFor({ state: "detached" });
  await look("side by side");
  for (const mode of ["wipe", "difference"]) {
    await page.getByRole("radio", { name: t(`versions.modes.${mode}`) }).click();
    await look(mode);
  }
  await opened(visit, "decision", () => page.getByTestId("review").click(), "dialog");
  const owner = await apiOf(request, "owner");
  await owner.delete(`videos/${second}`);
  await page.getByText(t("versions.missing")).waitFor();
  await look("the version compared with is gone");
}
