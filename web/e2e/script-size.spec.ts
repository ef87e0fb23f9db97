import type { Page } from "@playwright/test";
import { expect, logIn, stack, test } from "./stack";

const KB = 1_000;

/** Bytes of script that the page has loaded, compressed, as the server sends them. */
const scripts = (page: Page) =>
  page.evaluate(() =>
    (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );

/** Opens a page whose requests wait: nothing of the room can be painted, or loaded after that. */
async function openUnanswered(page: Page, path: string): Promise<() => void> {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/api/**", async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest("**/api/**");
  await page.goto(path);
  await asked;
  return answer;
}

test("a member's room takes at most 300 kB of script until it has its data", async ({ page }) => {
  await logIn(page, "reviewer");
  await expect(page.getByRole("link", { name: new RegExp(stack.projectName) })).toBeVisible();
  const answer = await openUnanswered(page, `/projects/${stack.project}/videos/${stack.video}`);
  const first = await scripts(page);
  expect(first).toBeGreaterThan(200 * KB);
  expect(first).toBeLessThan(300 * KB);

  // What comes later has a limit too: panel, form, drawing, following, the texts of other pages.
  answer();
  await page.getByTestId("feedback-marker-1").click();
  await expect(page.getByTestId("comment-input")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const all = await scripts(page);
  expect(all).toBeGreaterThan(first);
  expect(all).toBeLessThan(445 * KB);
});

test("so does a guest's", async ({ page }) => {
  const answer = await openUnanswered(page, stack.invitation);
  expect(await scripts(page)).toBeLessThan(300 * KB);
  answer();
  await expect(page.getByTestId("project-title")).toBeVisible();
});
