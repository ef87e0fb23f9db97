import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

test("a member makes a project, and a project's card has the picture of its video", async ({
  page,
}) => {
  await logIn(page, "editor");
  const card = page.getByRole("link", { name: new RegExp(stack.projectName) });
  // The picture is there, and not only its address.
  await expect
    .poll(() => card.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);

  await page.getByRole("button", { name: "New project" }).click();
  const dialog = page.getByRole("dialog", { name: "New project" });
  const name = dialog.getByLabel("Name");
  await expect(name).toBeFocused();
  await name.fill("  ");
  await dialog.getByLabel("Description").fill("Kept while the name is asked for again.");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(name).toHaveAccessibleDescription(/.+/);
  await expect(dialog.getByLabel("Description")).toHaveValue(/Kept/);
  expect(await findings(page, "region")).toEqual([]);

  await name.fill("여름 광고");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "여름 광고" })).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("link", { name: /여름 광고/ })).toBeVisible();
});

test("a project's card says who is in it, and the order of the projects is in the address", async ({
  page,
  browser,
  request,
}) => {
  const editor = await apiOf(request, "editor");
  for (const name of ["Film 10", "Film 2", "Advert"]) await editor.post("projects", { name });
  const reviewer = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(reviewer, "reviewer", `/login?next=/projects/${stack.project}`);
  await expect(reviewer.getByTestId("video-card")).toHaveCount(1);

  await logIn(page, "editor");
  const card = page.getByTestId("project-card").filter({ hasText: stack.projectName });
  // As when somebody comes back to the window: otherwise it asks every 20 seconds.
  const lookAgain = async () => {
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    return card.getByTestId("present").count();
  };
  await expect.poll(lookAgain).toBe(1);
  await expect(card.getByTestId("present")).toHaveText(/1 here now\s*Reviewer/);
  await expect(page.getByTestId("present")).toHaveCount(1);
  expect(await findings(page)).toEqual([]);
  await reviewer.close();
  await expect.poll(lookAgain).toBe(0);

  const names = page.getByTestId("project-card").getByRole("heading");
  await page.getByLabel("Order").selectOption("Name");
  await expect(page).toHaveURL(/\?order=name$/);
  await expect(names).toHaveText(["Advert", "Film 2", "Film 10", stack.projectName, "여름 광고"]);
  await page.getByLabel("Search projects").fill("film");
  await page.reload();
  await expect(names).toHaveText(["Film 2", "Film 10", stack.projectName]);
  await page.getByLabel("Search projects").fill("");
  await page.getByLabel("Order").selectOption("Most open feedback");
  await expect(names.first()).toHaveText(stack.projectName);
  await page.getByLabel("Order").selectOption("Newest");
  await expect(names.first()).toHaveText("Advert");
  await page.getByLabel("Order").selectOption("Last activity");
  await expect(page).toHaveURL(/\/$/);
});

test("a project's videos are narrowed and ordered by the address", async ({ page, request }) => {
  const editor = await apiOf(request, "editor");
  for (const title of ["Take 10", "Take 2"]) {
    await editor.post("videos", {
      project_id: stack.project,
      title,
      filename: "take.mp4",
      content_type: "video/mp4",
      size: 5,
    });
  }
  const cut = (await editor.post(`videos/${stack.video}/review`, { status: "approved" })).title;
  await logIn(page, "viewer", `/login?next=/projects/${stack.project}`);
  const titles = page.getByTestId("video-card").locator("strong[title]");
  await expect(titles).toHaveText(["Take 2", "Take 10", cut]);

  await page.getByLabel("Order").selectOption("Most open feedback");
  await expect(titles).toHaveText([cut, "Take 2", "Take 10"]);
  await page.getByLabel("Order").selectOption("Name");
  await page.getByLabel("Status").selectOption("Uploading");
  await expect(titles).toHaveText(["Take 2", "Take 10"]);
  await expect(page).toHaveURL(/\?order=name&status=uploading$/);
  await page.reload();
  await expect(titles).toHaveText(["Take 2", "Take 10"]);
  expect(await findings(page)).toEqual([]);
  await page.getByLabel("Review", { exact: true }).selectOption("Approved");
  await expect(page.getByText("No video matches")).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page).toHaveURL(/\?order=name$/);
  await page.getByLabel("Review", { exact: true }).selectOption("Approved");
  await expect(titles).toHaveText([cut]);
  // Another person's decision changes the list, live.
  await editor.post(`videos/${stack.video}/review`, { status: "pending" });
  await expect(page.getByText("No video matches")).toBeVisible();
});
