import { findings } from "./axe";
import { expect, logIn, stack, test } from "./stack";

const SECRET = /^vp_[0-9A-Za-z]{49}$/;
const OF_PROJECT = `/projects/${stack.project}/tokens`;

test("a member makes a token, uses it, and ends it", async ({ page, request, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await logIn(page, "editor", "/login?next=/account/tokens");
  await expect(page.getByText("No tokens are in use")).toBeVisible();
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name").fill("Render farm");
  await dialog.getByLabel("May be used to").selectOption("Read and write");
  await expect(dialog.getByText("Also give feedback, comment")).toBeVisible();
  await dialog.getByLabel("Ends").selectOption("30");
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Create token" }).click();

  const field = dialog.getByLabel("Token", { exact: true });
  await expect(field).toHaveValue(SECRET);
  const secret = await field.inputValue();
  expect(await findings(page)).toEqual([]);
  // The key that closes other dialogs does not lose the secret.
  await page.keyboard.press("Escape");
  await expect(field).toHaveValue(secret);
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Copied", exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await expect(dialog).toHaveCount(0);

  const row = page.getByTestId("token").filter({ hasText: "Render farm" });
  await expect(row).toContainText("Read and write");
  await expect(row).toContainText("Never used");
  const headers = { Authorization: `Bearer ${secret}` };
  const me = await request.get("/api/v1/users/me", { headers });
  expect((await me.json()).name).toBe("Editor");
  await page.reload();
  await expect(row).toContainText("Used");
  expect(await page.content()).not.toContain(secret);

  await row.getByRole("button", { name: "End “Render farm”" }).click();
  await dialog.getByRole("button", { name: "End token" }).click();
  await expect(row).toHaveCount(0);
  expect((await request.get("/api/v1/users/me", { headers })).status()).toBe(401);
  await page.getByRole("button", { name: "Show 1 ended" }).click();
  await expect(row).toContainText("Ended");
});

test("what a project's token writes has a bot as its author", async ({ page, request }) => {
  await logIn(page, "owner", `/login?next=${OF_PROJECT}`);
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Quality check");
  await dialog.getByLabel("Role").selectOption("Reviewer");
  await dialog.getByLabel("May be used to").selectOption("Read and write");
  await expect(dialog.getByLabel("May be used to").getByRole("option")).toHaveCount(2);
  await dialog.getByRole("button", { name: "Create token" }).click();
  const secret = await dialog.getByLabel("Token", { exact: true }).inputValue();
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  const row = page.getByTestId("token").filter({ hasText: "Quality check" });
  await expect(row).toContainText("Reviewer");
  await expect(row).toContainText("Owner");
  expect(await findings(page)).toEqual([]);

  const said = await request.post("/api/v1/feedbacks", {
    headers: { Authorization: `Bearer ${secret}` },
    data: { video_id: stack.video, timestamp: 4, content: "Frame 100 is black." },
  });
  expect(said.status()).toBe(201);
  const { id } = await said.json();
  await page.goto(`/projects/${stack.project}/videos/${stack.video}?feedback=${id}`);
  const body = page.getByRole("article").filter({ hasText: "Frame 100 is black." });
  await expect(body).toContainText("Quality check");
  await expect(body.getByText("Bot", { exact: true })).toBeVisible();
  // A bot is no member.
  await page.goto(`/projects/${stack.project}/people`);
  await expect(page.getByTestId("member").first()).toBeVisible();
  await expect(page.getByTestId("member").filter({ hasText: "Quality check" })).toHaveCount(0);
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.getByText("Owner made the access token Quality check")).toBeVisible();

  await page.getByRole("link", { name: "Access tokens" }).click();
  await row.getByRole("button", { name: "End “Quality check”" }).click();
  await dialog.getByRole("button", { name: "End token" }).click();
  await expect(row).toHaveCount(0);
});

test("only admins have a project's tokens before them", async ({ page }) => {
  await logIn(page, "viewer", `/login?next=/projects/${stack.project}`);
  await expect(page.getByRole("link", { name: "Activity" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Access tokens" })).toHaveCount(0);
  await page.goto(OF_PROJECT);
  await expect(page.getByText("Only admins of the project see its tokens")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`on a phone in Korean, ${colorScheme}, nothing is cut off`, async ({ browser }) => {
    const viewport = { width: 390, height: 844 };
    const context = await browser.newContext({ locale: "ko-KR", colorScheme, viewport });
    const page = await context.newPage();
    await page.goto("/login?next=/account/tokens");
    await page.getByLabel("이메일").fill("reviewer@example.com");
    await page.getByLabel("비밀번호", { exact: true }).fill(stack.password);
    await page.getByRole("button", { name: "로그인", exact: true }).click();
    await page.getByRole("button", { name: "새 토큰" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("이름").fill("아주 긴 이름의 렌더팜 자동화 서버 (2층 편집실)");
    await dialog.getByRole("button", { name: "토큰 만들기" }).click();
    await expect(dialog.getByLabel("토큰", { exact: true })).toHaveValue(SECRET);
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "복사했어요" }).click();
    await expect(page.getByTestId("token").first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await findings(page)).toEqual([]);
    await context.close();
  });
}
