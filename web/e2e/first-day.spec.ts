import type { Locator, Page } from "@playwright/test";
import { codeFor, expect, linkFor, stack, test } from "./stack";

async function choose(page: Page, button: Locator): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await button.click();
  await (await chooser).setFiles(stack.videoFile);
}

test("an owner's first day, from the sign-up to the approval", async ({ page, browser }) => {
  const now = Date.now();
  const [owner, colleague] = [`owner-${now}@example.com`, `colleague-${now}@example.com`];

  await page.goto("/signup");
  await page.getByLabel("Name").fill("Han Jiwoo");
  await page.getByLabel("E-mail").fill(owner);
  await page.getByLabel("Password", { exact: true }).fill(stack.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Code").fill(await codeFor(owner));
  await page.getByRole("button", { name: "Confirm" }).click();

  await page.getByRole("button", { name: "New project" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("Summer campaign");
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "Summer campaign" })).toBeVisible();
  await choose(page, page.getByRole("button", { name: "Upload", exact: true }).first());
  const card = page.getByTestId("video-card");
  await expect(card).toContainText("In review", { timeout: 30_000 });

  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Invite people" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite people" });
  await dialog.getByLabel("E-mail addresses").fill(colleague);
  await dialog.getByRole("button", { name: "Send 1 invitation" }).click();

  const guest = await (await browser.newContext({ locale: "en-US" })).newPage();
  await guest.goto(await linkFor(colleague));
  await expect(guest.getByTestId("connection")).toHaveText("Live");
  await guest.getByTestId("timeline").focus();
  await guest.keyboard.press("Shift+ArrowRight");
  await guest.getByTestId("give-feedback").click();
  await guest.getByTestId("feedback-input").fill("The logo comes too late.");
  await guest.getByTestId("submit-feedback").click();
  await expect(guest.getByTestId("feedback-list")).toContainText("The logo comes too late.");

  await page.goto("/");
  await page.getByRole("link", { name: /Summer campaign/ }).click();
  await card.getByRole("link").click();
  const feedback = page.getByTestId("feedback-list").getByRole("button", { name: /The logo/ });
  await feedback.click();
  await page.getByTestId("comment-input").fill("Half a second earlier?");
  await page.getByTestId("submit-comment").click();
  await guest
    .getByTestId("feedback-list")
    .getByRole("button", { name: /The logo/ })
    .click();
  await expect(guest.getByTestId("comment-list")).toContainText("Half a second earlier?");

  await page.getByTestId("project-title").click();
  await card.getByRole("button", { name: /^Actions for/ }).click();
  await choose(page, page.getByRole("menuitem", { name: "Upload a new version" }));
  // Whoever looks at the first version is told.
  await guest.getByRole("button", { name: "Open version 2" }).click({ timeout: 30_000 });
  await expect(guest.getByTestId("versions")).toHaveText("v2");

  await card.getByRole("link").click();
  await expect(page.getByTestId("versions")).toHaveText("v2");
  await page.getByTestId("versions").click();
  await page.getByRole("menuitem", { name: "Version 1" }).click();
  await expect(page.getByText("Version 2 with version 1")).toBeVisible();
  await page.getByRole("button", { name: "End the comparison" }).click();

  // What was said of the first version is here until it is done.
  await feedback.click();
  await page.getByRole("button", { name: "Status: Open" }).click();
  await page.getByRole("menuitemradio", { name: "Resolved" }).click();
  await page.getByTestId("review").click();
  await page.getByTestId("approve").click();
  await expect(guest.getByTestId("review")).toHaveText("Approved");
  await page.getByTestId("project-title").click();
  await expect(card).toContainText("Approved");
});
