import { findings } from "./axe";
import { apiOf, codeFor, expect, logIn, stack, test } from "./stack";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a forgotten password is set anew with the code of a mail", async ({ page }) => {
  await page.goto("/login?next=/account/notifications");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  expect(await findings(page)).toEqual([]);
  await page.getByLabel("E-mail").fill("viewer@example.com");
  await page.getByRole("button", { name: "Send the code", exact: true }).click();
  await page.getByLabel("Code").fill("BBBB-BBBB");
  await page.getByLabel("New password", { exact: true }).fill("another-password-43");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText(/incorrect|invalid/i)).toBeVisible();
  await expect(page.getByLabel("New password", { exact: true })).toHaveValue("another-password-43");
  await page.getByLabel("Code").fill(await codeFor("viewer@example.com"));
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("button", { name: "Account: Viewer" })).toBeVisible();
  // The way that led to the log-in goes on.
  await expect(page).toHaveURL(/\/account\/notifications$/);
});

test("a member changes name, picture, language, password and address", async ({ page }) => {
  const address = `editor-${Date.now()}@example.com`;
  await logIn(page, "editor");
  await page.getByRole("button", { name: "Account: Editor" }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await page.getByLabel("Name").fill("Han Seoyeon");
  await page.route("**/api/v1/users/me", (route) => route.abort());
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The server can’t be reached")).toBeVisible();
  await page.unroute("**/api/v1/users/me");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Account: Han Seoyeon" })).toBeVisible();
  const file = { name: "me.png", mimeType: "image/png", buffer: PIXEL };
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(page.getByRole("img", { name: "Preview of your picture" })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Save the picture" }).click();
  await expect(page.getByRole("button", { name: "Remove", exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Notifications" }).click();
  await page.getByLabel("Everything else").selectOption("Never");
  await page.getByLabel(`Mute ${stack.projectName}`).check();
  await expect(page.getByText("Saved")).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.reload();
  await expect(page.getByLabel("Everything else")).toHaveValue("off");
  await expect(page.getByLabel(`Mute ${stack.projectName}`)).toBeChecked();

  await page.getByRole("link", { name: "Log-in and devices" }).click();
  await page.getByLabel("Current password").first().fill(stack.password);
  await page.getByLabel("New password", { exact: true }).fill("another-password-44");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password was changed.")).toBeVisible();
  await page.getByLabel("New address").fill(address);
  await page.getByLabel("Current password").last().fill("another-password-44");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Change the address" }).click();
  await page.getByLabel("Code").fill(await codeFor(address));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Your address was changed.")).toBeVisible();
  await page.reload();
  await expect(page.getByText(`You log in with ${address}.`)).toBeVisible();

  await page.getByRole("link", { name: "Profile" }).click();
  await page.getByLabel("Language").selectOption("한국어");
  await expect(page.getByRole("heading", { name: "내 계정" })).toBeVisible();
});

test("a session that is ended elsewhere goes on with all that was typed", async ({
  page,
  browser,
  request,
}) => {
  const video = `/projects/${stack.project}/videos/${stack.video}`;
  await logIn(page, "reviewer", `/login?next=${video}`);
  await page.getByTestId("feedback-marker-1").click();
  await page.getByTestId("comment-input").fill("Half a sentence");

  const other = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(other, "reviewer", "/login?next=/account/security");
  await expect(other.getByText("This device", { exact: true })).toBeVisible();
  await other.getByRole("button", { name: "Log out everywhere else" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Log out everywhere else" }).click();
  await expect(other.getByRole("dialog")).toHaveCount(0);

  const dialog = page.getByRole("dialog", { name: "You have been logged out" });
  await expect(dialog).toBeVisible({ timeout: 15_000 });
  await expect(dialog.getByTestId("unsent")).toContainText("Half a sentence");
  expect(await findings(page)).toEqual([]);
  await dialog.getByLabel("Password", { exact: true }).fill(stack.password);
  await dialog.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId("comment-input")).toHaveValue("Half a sentence");
  await page.getByTestId("submit-comment").click();
  const owner = await apiOf(request, "owner");
  const [first] = await owner.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  await expect
    .poll(async () => (await owner.get(`comments?feedback_id=${first.id}`)).map(contentOf))
    .toEqual(["Half a sentence"]);
});

const contentOf = ({ content }: { content: string }) => content;
