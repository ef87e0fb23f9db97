import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

test("projects and videos are found, renamed and deleted, and a second browser sees it", async ({
  page,
  browser,
  request,
}) => {
  const owner = await apiOf(request, "owner");
  const { id: spring } = await owner.post("projects", { name: "Spring spot" });
  for (const name of ["Autumn spot", "여름 광고"]) await owner.post("projects", { name });
  await logIn(page, "owner");
  const cards = page.getByTestId("project-card");
  await expect(cards).toHaveCount(4);
  await page.getByRole("searchbox", { name: "Search projects" }).fill("spot spring");
  await expect(cards).toHaveCount(1);
  await page.getByRole("searchbox").fill("winter");
  await expect(page.getByRole("heading", { name: "No project has these words" })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Clear the search" }).click();
  await expect(cards).toHaveCount(4);

  // A project is deleted only when its name was typed.
  await page.getByRole("button", { name: "Actions for Autumn spot" }).click();
  await page.getByRole("menuitem", { name: "Delete the project" }).click();
  const dialog = page.getByRole("dialog");
  const verb = dialog.getByRole("button", { name: "Delete for good" });
  await expect(verb).toBeDisabled();
  await dialog.getByLabel(/type the name/).fill("autumn");
  await expect(verb).toBeDisabled();
  expect(await findings(page, "region")).toEqual([]);
  await dialog.getByLabel(/type the name/).fill("Autumn spot");
  await verb.click();
  await expect(cards).toHaveCount(3);

  // The list is read again when somebody comes back to it. Who isn't the only admin may leave.
  await owner.patch(`projects/${spring}`, { name: "Short spot" });
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  const leave = async () => {
    await page.getByRole("button", { name: "Actions for Short spot" }).click();
    await page.getByRole("menuitem", { name: "Leave the project" }).click();
    await dialog.getByRole("button", { name: "Leave" }).click();
  };
  await leave();
  await expect(page.getByText("A project keeps at least one admin.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await owner.post(`projects/${spring}/members`, { email: "editor@example.com", role: "admin" });
  await leave();
  await expect(cards).toHaveCount(2);

  // Somebody else is in the project, and sees what the owner does there.
  const other = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(other, "reviewer", `/login?next=/projects/${stack.project}`);
  const card = other.getByTestId("video-card");
  await expect(card.getByTestId("open-feedback")).toHaveText("2 open");
  await page.getByRole("link", { name: new RegExp(stack.projectName) }).click();
  await page.getByRole("button", { name: `Actions for ${stack.projectName}` }).click();
  await page.getByRole("menuitem", { name: "Project settings" }).click();
  // What another admin saves meanwhile is not written over unseen, and what was typed stays.
  await owner.patch(`projects/${stack.project}`, { description: "Written meanwhile" });
  await dialog.getByLabel("Name").fill("Renamed project");
  await dialog.getByLabel("Description").fill("Three spots for the summer");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Written meanwhile");
  await expect(dialog.getByRole("alert")).toContainText("Three spots for the summer");
  await expect(dialog.getByLabel("Name")).toHaveValue("Renamed project");
  expect(await findings(page, "region")).toEqual([]);
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(other.getByRole("heading", { name: "Renamed project" })).toBeVisible();
  await expect(other.getByText("Three spots for the summer")).toBeVisible();

  await page.getByTestId("video-card").hover();
  await page.getByRole("button", { name: /^Actions for (?!Renamed)/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await dialog.getByLabel("Title").fill("Final cut");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(card).toContainText("Final cut");

  // A review and a feedback that is closed come without a reload, too.
  await owner.post(`videos/${stack.video}/review`, { status: "approved" });
  await expect(card).toContainText("Approved");
  const [feedback] = await owner.get(`feedbacks?project_id=${stack.project}`);
  await owner.patch(`feedbacks/${feedback.id}`, { status: "resolved" });
  await expect(card.getByTestId("open-feedback")).toHaveText("1 open");

  await other.getByRole("combobox", { name: "Review" }).selectOption("In review");
  await expect(other.getByRole("heading", { name: "No video matches" })).toBeVisible();
  await other.getByRole("button", { name: "Show all" }).click();
  await expect(card).toHaveCount(1);

  // The previews by mouse and by keys.
  await card.getByRole("link").hover({ position: { x: 20, y: 60 } });
  await expect(card.getByTestId("preview-time")).toBeVisible();
  await other.mouse.move(0, 0);
  await expect(card.getByTestId("preview")).toHaveCount(0);
  const slider = card.getByRole("slider", { name: "Preview of Final cut" });
  await slider.focus();
  for (let step = 0; step < 10; step++) await other.keyboard.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "0:02");
  await expect(card.getByTestId("preview")).toBeVisible();
  expect(await findings(other)).toEqual([]);

  // Deleting the video says what is lost. Whoever is in it is told, and can go back.
  await card.getByRole("link").click();
  await expect(other.getByTestId("connection")).toHaveText("Live");
  await other.getByTestId("give-feedback").click();
  await other.getByTestId("feedback-input").fill("Not sent yet");
  await page.getByTestId("video-card").hover();
  await page.getByRole("button", { name: "Actions for Final cut" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(dialog).toContainText("1 open feedback");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "No videos yet" })).toBeVisible();
  await expect(other.getByRole("heading", { name: "“Final cut” was deleted" })).toBeVisible();
  await expect(other.getByTestId("unsent")).toContainText("Not sent yet");
  // The room's keys are gone with it.
  await other.keyboard.press("?");
  await expect(other.getByRole("dialog")).toHaveCount(0);
  expect(await findings(other)).toEqual([]);
  await other.getByRole("link", { name: "To the project’s videos" }).click();
  await expect(other.getByRole("heading", { name: "No videos yet" })).toBeVisible();

  // The same for the project.
  await owner.delete(`projects/${stack.project}`);
  await expect(other.getByRole("heading", { name: "“Renamed project” was deleted" })).toBeVisible();
  expect(await findings(other)).toEqual([]);
  await other.getByRole("link", { name: "All projects" }).click();
  await expect(other.getByRole("heading", { name: "No projects yet" })).toBeVisible();
  await other.context().close();
});

test("what is typed over a card stays while the card goes, and a new title is chosen knowingly", async ({
  page,
  request,
}) => {
  const owner = await apiOf(request, "owner");
  const { id } = await owner.post("projects", { name: "Winter spot" });
  const films: Record<string, string> = {};
  for (const title of ["First film", "Second film"]) {
    const file = { filename: "a.mp4", size: 1000, content_type: "video/mp4" };
    films[title] = (await owner.post("videos", { project_id: id, title, ...file })).id;
  }
  await logIn(page, "owner", `/login?next=/projects/${id}`);
  const cards = page.getByTestId("video-card");
  await page.getByRole("searchbox", { name: "Search videos" }).fill("first");
  await expect(cards).toHaveCount(1);
  const ask = async (title: string) => {
    await cards.filter({ hasText: title }).hover();
    await page.getByRole("button", { name: `Actions for ${title}` }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
  };
  await ask("First film");
  const dialog = page.getByRole("dialog");
  const title = dialog.getByLabel("Title");
  await title.fill("My first film");

  // Somebody else's title takes the card out of what was searched for.
  await owner.patch(`videos/${films["First film"]}`, { title: "Opening" });
  await expect(cards).toHaveCount(0);
  await expect(title).toHaveValue("My first film");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Opening");
  await expect(dialog.getByRole("alert")).toContainText("My first film");
  expect(await findings(page, "region")).toEqual([]);
  await dialog.getByRole("button", { name: "Keep theirs" }).click();
  await expect(dialog).toHaveCount(0);
  expect((await owner.get(`videos/${films["First film"]}`)).title).toBe("Opening");

  await page.getByRole("button", { name: "Empty the search field" }).click();
  await ask("Second film");
  await title.fill("Closing");
  await owner.patch(`videos/${films["Second film"]}`, { title: "Ending" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(cards.filter({ hasText: "Closing" })).toBeVisible();

  // The same over the list of projects.
  await page.goto("/");
  await page.getByRole("button", { name: "Actions for Winter spot" }).click();
  await page.getByRole("menuitem", { name: "Project settings" }).click();
  await dialog.getByLabel("Description").fill("Typed for a long time");
  await owner.delete(`projects/${id}`);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page.getByText("Winter spot")).toHaveCount(0);
  await expect(dialog.getByLabel("Description")).toHaveValue("Typed for a long time");
});
