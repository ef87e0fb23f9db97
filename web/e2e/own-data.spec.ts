import { codeFor, expect, logIn, stack, test } from "./stack";

test("a person downloads their data, and deletes the account", async ({ page }) => {
  const address = `leaving-${Date.now()}@example.com`;
  await page.goto("/signup");
  await page.getByLabel("Name").fill("Ha Rin");
  await page.locator("input[type=email]").fill(address);
  await page.locator("input[type=password]").fill(stack.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Code", { exact: true }).fill(await codeFor(address));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("button", { name: "Account: Ha Rin" }).waitFor();
  await page.goto("/account/data");

  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^videoplanet-[\d-]+\.zip$/);

  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await expect(dialog).toContainText("Feedback, comments and reviews, as “Deleted user”");
  await dialog.getByRole("button", { name: "Delete account" }).click();
  const confirm = page.getByRole("dialog", { name: "Is it you?" });
  await confirm.getByLabel("Password", { exact: true }).fill(stack.password);
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByText("Your account was deleted.")).toBeVisible();

  await page.locator("input[type=email]").fill(address);
  await page.locator("input[type=password]").fill(stack.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
});

test("the only admin of others reads why the account stays", async ({ page }) => {
  await logIn(page, "owner", "/login?next=/account/data");
  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await dialog.getByRole("button", { name: "Delete account" }).click();
  const confirm = page.getByRole("dialog", { name: "Is it you?" });
  await confirm.getByLabel("Password", { exact: true }).fill(stack.password);
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(confirm).toHaveCount(0);
  await expect(dialog.getByRole("alert")).toContainText("You are the only admin of");
});
