import type { Page } from "@playwright/test";
import { findings } from "./axe";
import { hostPages } from "./other-host";
import { codeFor, expect, logIn, stack, test } from "./stack";

/** At the other service: go on as somebody it knows. */
async function goOnAs(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Go on as ${name}` }).click();
}

const account = (page: Page, name: string) =>
  page.getByRole("button", { name: `Account: ${name}` });

test("somebody new comes in with another service, and comes again", async ({ page, context }) => {
  await page.goto("/signup?next=/account");
  await page.getByRole("button", { name: "Continue with Company" }).click();
  await goOnAs(page, "Park Jiwoo");
  await expect(account(page, "Park Jiwoo")).toBeVisible();
  await expect(page).toHaveURL("/account");
  const cookies = await context.cookies(`${new URL(page.url()).origin}/api/v1/tokens/cookie`);
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Strict" }]);
  // Nothing of the sign-in is left on the device, or in the history.
  expect(await page.evaluate(() => Object.keys(localStorage).join())).not.toContain("sign-in:");
  await page.reload();
  await account(page, "Park Jiwoo").click();
  await page.getByRole("menuitem", { name: "Log out" }).click();

  await page.goto("/login");
  await page.getByRole("button", { name: "Continue with Company" }).click();
  await goOnAs(page, "Park Jiwoo");
  await expect(account(page, "Park Jiwoo")).toBeVisible();

  // It is the only way in until there is a password.
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Disconnect Company" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText(/Set a password first/)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByLabel("Current password")).toHaveCount(0);
  await page.getByLabel("New password", { exact: true }).fill("another-password-47");
  await page.getByRole("button", { name: "Set a password" }).click();
  await expect(page.getByText("Your password was changed.")).toBeVisible();
  await page.getByRole("button", { name: "Disconnect Company" }).click();
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  const asks = page.getByRole("dialog", { name: "Is it you?" });
  await asks.getByLabel("Password", { exact: true }).fill("another-password-47");
  await asks.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Connect Company" })).toBeVisible();
});

test("who says no there, comes late or has the address already is told so", async ({ page }) => {
  await page.goto("/login?next=/account");
  await page.getByRole("button", { name: "Continue with Company" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("You cancelled it there.")).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByRole("link", { name: "Back to the log-in" }).click();
  await expect(page).toHaveURL("/login?next=/account");

  await page.getByRole("button", { name: "Continue with Partner" }).click();
  await goOnAs(page, "R. Viewer");
  await expect(page.getByText(/There is an account with this address already/)).toBeVisible();
  await page.goto("/login/callback?code=stolen&state=of-somebody-else");
  await expect(page.getByText(/This sign-in took too long/)).toBeVisible();
});

test("an address that is only claimed is confirmed by a code", async ({ page }) => {
  await page.goto("/login");
  await page.getByRole("button", { name: "Continue with Company" }).click();
  await goOnAs(page, "Claims");
  await expect(page.getByText("We sent a code to the address that Company told us.")).toBeVisible();
  await page.getByLabel("Code").fill(await codeFor("claims@company.example"));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(account(page, "Claims")).toBeVisible();
});

test("an address that was not told is asked for", async ({ page }) => {
  const address = `silent-${Date.now()}@example.com`;
  await page.goto("/login");
  await page.getByRole("button", { name: "Continue with Company" }).click();
  await goOnAs(page, "Silent");
  await expect(page.getByLabel("Name")).toHaveValue("Silent");
  expect(await findings(page)).toEqual([]);
  await page.getByLabel("E-mail").fill("no address");
  await page.getByRole("button", { name: "Send the code", exact: true }).click();
  await expect(page.getByText(/valid email/i)).toBeVisible();
  await page.getByLabel("E-mail").fill(address);
  await page.getByRole("button", { name: "Send the code", exact: true }).click();
  await page.getByLabel("Code").fill(await codeFor(address));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(account(page, "Silent")).toBeVisible();
});

test("a member connects another service, in Korean too", async ({ browser }) => {
  const page = await (await browser.newContext({ locale: "ko-KR" })).newPage();
  await page.goto("/login?next=/account/security");
  await page.getByLabel("이메일").fill("viewer@example.com");
  await page.getByLabel("비밀번호", { exact: true }).fill(stack.password);
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await page.getByRole("button", { name: "Partner 연결" }).click();
  const asks = page.getByRole("dialog", { name: "본인 확인" });
  await asks.getByLabel("비밀번호", { exact: true }).fill("not the password");
  await asks.getByRole("button", { name: "확인" }).click();
  await expect(asks.getByText(/비밀번호/).last()).toBeVisible();
  await asks.getByLabel("비밀번호", { exact: true }).fill(stack.password);
  await asks.getByRole("button", { name: "확인" }).click();
  await goOnAs(page, "Park Jiwoo");
  await expect(page).toHaveURL("/account/security");
  await expect(page.getByText("계정에 Partner을(를) 연결했어요.")).toBeVisible();
  await expect(page.getByText("jiwoo@company.example")).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test("on another site people come in with another service too", async ({ page }) => {
  const host = await hostPages(stack.otherOrigin, process.env.BASE_URL ?? "");
  await page.goto(`${stack.otherOrigin}/login`);
  await page.getByRole("button", { name: "Continue with Company" }).click();
  await goOnAs(page, "R. Viewer");
  await expect(account(page, "Reviewer")).toBeVisible();
  await page.reload();
  await expect(account(page, "Reviewer")).toBeVisible();
  host.closeAllConnections();
  host.close();
});

test("somebody whose session has ended logs in with another service", async ({ page, browser }) => {
  await logIn(page, "reviewer", "/login?next=/account");
  await expect(account(page, "Reviewer")).toBeVisible();
  const other = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(other, "reviewer", "/login?next=/account/security");
  await other.getByRole("button", { name: "Log out everywhere else" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Log out everywhere else" }).click();
  await expect(other.getByRole("dialog")).toHaveCount(0);

  await page.getByLabel("Name").fill("Reviewer");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "You have been logged out" });
  await dialog.getByRole("button", { name: "Continue with Company" }).click();
  await goOnAs(page, "R. Viewer");
  await expect(page).toHaveURL("/account");
  await expect(account(page, "Reviewer")).toBeVisible();
});
