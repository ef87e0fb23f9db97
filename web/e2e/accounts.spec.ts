import { codeFor, expect, logIn, stack, test } from "./stack";

test("a member logs in, stays signed in over a reload, and logs out", async ({ page, context }) => {
  await page.goto("/");
  await expect(page).toHaveURL("/login");
  await logIn(page, "reviewer");
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("button", { name: "Account: Reviewer" })).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: "Account: Reviewer" }).click();
  const [cookie] = await context.cookies(`${new URL(page.url()).origin}/api/v1/tokens/cookie`);
  expect(cookie).toMatchObject({ name: "videoplanet_refresh", httpOnly: true, sameSite: "Strict" });
  const readable = await page.evaluate(() =>
    JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
  );
  expect(readable).not.toContain("eyJ");

  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/");
  await expect(page).toHaveURL("/login");
});

test("a browser that lets nothing be kept shows a room all the same", async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("The user forbids it.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(window, name, { get: refuse });
    }
  });
  const faults: Error[] = [];
  page.on("pageerror", (fault) => faults.push(fault));
  const room = `/projects/${stack.project}/videos/${stack.video}`;
  await logIn(page, "reviewer", `/login?next=${room}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await page.getByRole("link", { name: stack.projectName }).click();
  await expect(page.getByRole("heading", { name: stack.projectName })).toBeVisible();
  expect(faults).toEqual([]);
});

test("tabs whose token has ended refresh once", async ({ context, page }) => {
  await logIn(page, "editor");
  await expect(page.getByRole("button", { name: "Account: Editor" })).toBeVisible();
  const other = await context.newPage();
  await other.goto("/");
  const tabs = [page, other];
  for (const tab of tabs) {
    await expect(tab.getByRole("link", { name: new RegExp(stack.projectName) })).toBeVisible();
  }
  // The seconds that the next token lasts longer are what tells it from the present one.
  const loaded = Date.now();
  await expect.poll(() => Date.now() - loaded).toBeGreaterThan(3_000);
  const refreshes: string[] = [];
  context.on("request", (request) => {
    if (request.url().endsWith("/tokens/cookie")) refreshes.push(request.method());
  });
  // For the tabs nearly half an hour has passed: their token ends in less than 30 s, a new one not.
  const later = Date.now() + 30 * 60_000 - 31_500;
  for (const tab of tabs) {
    await tab.evaluate((now) => {
      Date.now = () => now;
    }, later);
  }
  await Promise.all(
    tabs.map((tab) => tab.getByRole("link", { name: new RegExp(stack.projectName) }).click()),
  );
  for (const tab of tabs) {
    await expect(tab.getByRole("heading", { name: stack.projectName })).toBeVisible();
    // Its name was known before; its videos come with the new token.
    await expect(tab.locator(`a[href*="${stack.video}"]`).first()).toBeVisible();
  }
  expect(refreshes).toEqual(["POST"]);
});

test("another person who logs in in another tab gets nothing of this one", async ({
  context,
  page,
}) => {
  await logIn(page, "editor", "/login?next=/account");
  await page.getByLabel("Name").fill("typed by the editor");
  await logIn(await context.newPage(), "reviewer");
  await expect(page.getByRole("button", { name: "Account: Reviewer" })).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Reviewer");
});

test("somebody signs up with the code of a mail, and a wrong code says so", async ({ page }) => {
  const address = `new-${Date.now()}@example.com`;
  await page.goto("/signup");
  await page.getByLabel("Name").fill("Kim Minji");
  await page.getByLabel("E-mail").fill(address);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText(/too short/)).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(stack.password);
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  await page.getByLabel("Code").fill("BBBB-BBBB");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText(/incorrect/i)).toBeVisible();
  await page.getByLabel("Code").fill(await codeFor(address));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Account: Kim Minji" })).toBeVisible();
});

test("a wrong password is refused in the reader's language", async ({ browser }) => {
  const page = await (await browser.newContext({ locale: "ko-KR" })).newPage();
  await page.goto("/login");
  await page.getByLabel("이메일").fill("owner@example.com");
  await page.getByLabel("비밀번호", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await expect(page.getByText("이메일이나 비밀번호가 맞지 않아요.")).toBeVisible();
});
