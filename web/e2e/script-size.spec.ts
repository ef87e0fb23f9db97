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

test("the room takes at most 300 kB of script until it asks for its data", async ({ page }) => {
  await logIn(page, "reviewer");
  await expect(page.getByRole("link", { name: new RegExp(stack.projectName) })).toBeVisible();
  // Without an answer nothing of the room can be painted, and nothing that comes later is loaded.
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/api/**", async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest("**/api/**");
  await page.goto(`/projects/${stack.project}/videos/${stack.video}`);
  await asked;
  const first = await scripts(page);
  expect(first).toBeGreaterThan(200 * KB);
  expect(first).toBeLessThan(300 * KB);

  // What comes later has a limit too: panel, form, drawing, following.
  answer();
  await page.getByTestId("feedback-marker-1").click();
  await expect(page.getByTestId("comment-input")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const all = await scripts(page);
  expect(all).toBeGreaterThan(first);
  expect(all).toBeLessThan(430 * KB);
});
