import type { APIRequestContext } from "@playwright/test";
import { apiOf, stack } from "../stack";
import { arrive, opened, type Visit } from "./look";

/** The list of projects, notifications, and what hangs in the bar above each page. */
export async function seeHome(visit: Visit): Promise<void> {
  const { page, t, look } = visit;
  await arrive(page, "owner", "/");
  const card = page.getByTestId("project-card").first();
  await card.waitFor();
  await look("projects");
  await card.hover();
  await look("projects, one under the pointer");
  const click = (name: string | RegExp) => () => page.getByRole("button", { name }).first().click();
  await opened(visit, "account menu", click(new RegExp(`^${t("common.menu")}:`)), "menu");
  await opened(visit, "new project", click(t("projects.new")), "dialog");
  await opened(
    visit,
    "bell",
    () => page.locator("header button:has(svg)").first().click(),
    "dialog",
  );
  const menu = click(t("manage.projectMenu", { name: stack.projectName }));
  await opened(visit, "menu of a project", menu, "menu");
  for (const entry of ["manage.settings", "manage.deleteProject", "people.leave"]) {
    const choose = async () => {
      await menu();
      await page.getByRole("menuitem", { name: t(entry) }).click();
    };
    await opened(visit, entry, choose, "dialog");
  }
  // Few projects can be seen at a glance: nobody is offered to search them.
  await page.goto("/?q=winter");
  await page.getByRole("heading", { name: t("projects.noMatch") }).waitFor();
  await look("no project found");
  await page.goto("/notifications");
  await page.getByRole("heading", { name: t("notifications.title"), exact: true }).waitFor();
  await look("notifications");
}

/** Who has nothing yet, and may see nothing. */
export async function seeNothing({ page, t, look }: Visit): Promise<void> {
  await arrive(page, "outsider", "/");
  await page.getByRole("heading", { name: t("projects.none") }).waitFor();
  await look("no projects");
  await page.goto("/notifications");
  await page.getByRole("heading", { name: t("notifications.none") }).waitFor();
  await look("no notifications");
  await page.goto(`/projects/${stack.project}`);
  await page.getByRole("heading", { name: t("projects.noAccess") }).waitFor();
  await look("no access to a project");
  await page.goto(`/projects/${stack.project}/videos/${stack.video}`);
  await page.getByRole("heading", { name: t("room.noAccess") }).waitFor();
  await look("no access to a video");
}

/** The grid, uploads, people and links, activity; at last the project is gone. */
export async function seeProject(visit: Visit, request: APIRequestContext): Promise<void> {
  const { page, t, look } = visit;
  const owner = await apiOf(request, "owner");
  const { id } = await owner.post("projects", { name: "Empty" });
  await arrive(page, "owner", `/projects/${id}`);
  await page.getByRole("heading", { name: t("videos.none") }).waitFor();
  await look("project without videos");
  const chooser = page.waitForEvent("filechooser");
  await page
    .getByRole("button", { name: t("upload.upload"), exact: true })
    .first()
    .click();
  await (await chooser).setFiles(stack.videoFile);
  const card = page.getByTestId("video-card");
  await card.waitFor();
  await page.getByTestId("uploads").click();
  await look("uploads");
  await page.keyboard.press("Escape");
  await card.getByText(t("videos.reviews.pending")).waitFor({ timeout: 30_000 });
  await card.hover();
  await look("project with a video");
  const menu = () => card.getByRole("button").last().click();
  await opened(visit, "menu of a video", menu, "menu");
  for (const entry of ["manage.rename", "manage.deleteVideo"]) {
    const choose = async () => {
      await menu();
      await page.getByRole("menuitem", { name: t(entry), exact: true }).click();
    };
    await opened(visit, entry, choose, "dialog");
  }
  await page.getByRole("searchbox").fill("winter");
  await page.getByText(t("videos.noMatch")).waitFor();
  await look("no video found");

  await page.getByRole("link", { name: t("people.activity") }).click();
  await page.getByText(t("activity.beginning")).waitFor();
  await look("activity");
  await owner.delete(`projects/${id}`);
  await page.getByRole("heading", { name: t("manage.gone", { name: "Empty" }) }).waitFor();
  await look("project that is gone");
}

/** Members, invitations and share links. */
export async function seePeople(visit: Visit): Promise<void> {
  const { page, t, look } = visit;
  await arrive(page, "owner", `/projects/${stack.project}/people`);
  await page.getByTestId("member").first().waitFor();
  await look("people");
  const button = (key: string, values = {}) =>
    page.getByRole("button", { name: t(key, values) }).first();
  const remove = button("people.remove", { name: "Viewer" });
  await opened(visit, "removing somebody", () => remove.click(), "dialog");
  await button("people.invite").click();
  const dialog = page.getByRole("dialog");
  const addresses = `a-${Date.now()}@client.example, nobody, viewer@example.com`;
  await dialog.getByLabel(t("people.addresses")).fill(addresses);
  await look("inviting");
  await dialog.locator("button[type=submit]").click();
  await dialog.getByRole("button", { name: t("people.done") }).waitFor();
  await look("invited");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByTestId("invitation").first().waitFor();
  await opened(visit, "making a link", () => button("people.newLink").click(), "dialog");
  await button("people.newLink").click();
  await dialog.locator("button[type=submit]").click();
  await dialog.waitFor({ state: "detached" });
  await page.getByLabel(t("people.address")).waitFor();
  await look("people, invitations and links");
}

/** The pages of one's own account. */
export async function seeAccount(visit: Visit): Promise<void> {
  const { page, t, look } = visit;
  await arrive(page, "editor", "/account");
  await page.getByLabel(t("account.name"), { exact: true }).waitFor();
  await look("profile");
  await page.getByRole("link", { name: t("account.security") }).click();
  await page.getByText(t("account.thisDevice"), { exact: true }).waitFor();
  await page.getByLabel(t("account.currentPassword")).last().fill("not the password");
  await page.getByLabel(t("account.newPassword")).fill("short");
  await page.getByRole("button", { name: t("account.changePassword") }).click();
  await page.locator("[aria-invalid=true], [data-invalid]").first().waitFor();
  await look("security, a password refused");
  await page
    .getByRole("link", { name: t("account.notifications") })
    .first()
    .click();
  await page.getByText(t("account.muted")).waitFor();
  await look("mails");
  await page.getByRole("link", { name: t("account.data") }).click();
  await page.getByRole("button", { name: t("account.deleteAccount") }).click();
  await page.getByRole("dialog").waitFor();
  await look("deleting the account");
}
