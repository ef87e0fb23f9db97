import { findings } from "./axe";
import { expect, logIn, stack, test } from "./stack";

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
