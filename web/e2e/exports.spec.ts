import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const ROOM = () => `/projects/${stack.project}/videos/${stack.video}`;

/** Press Download; return the name and the text of the file that comes. */
async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const waits = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const file = await waits;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

test("an editor takes what the list shows into a file, and no address has a token", async ({
  page,
  request,
}) => {
  const reviewer = await apiOf(request, "reviewer");
  for (const [timestamp, content, priority] of [
    [1, "색이 어두워요", "critical"],
    [3, "Cut it earlier", "low"],
  ] as const) {
    await reviewer.post("feedbacks", { video_id: stack.video, timestamp, content, priority });
  }
  const addresses: string[] = [];
  page.on("request", (one) => addresses.push(one.url()));
  await logIn(page, "editor", `/login?next=${encodeURIComponent(`${ROOM()}?priority=critical`)}`);
  await page.getByRole("button", { name: "Export feedback" }).click();
  const dialog = page.getByRole("dialog", { name: "Export feedback" });
  await expect(dialog.getByText("To read and print")).toBeVisible();
  expect(await findings(page, "region")).toEqual([]);

  await dialog.getByLabel("Format").selectOption("csv");
  const narrowed = await downloaded(page);
  expect(narrowed.text).toContain("색이 어두워요");
  expect(narrowed.text).not.toContain("Cut it earlier");
  expect(narrowed.name).toMatch(/ v1\.csv$/);
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: "Export feedback" }).click();
  await dialog.getByLabel("Only what the filter of the list shows").uncheck();
  await dialog.getByLabel("Of what").selectOption({ label: "All videos of the project" });
  const whole = await downloaded(page);
  expect(whole.text).toContain("Cut it earlier");
  expect(whole.name).toBe(`${stack.projectName}.csv`);

  await page.getByRole("button", { name: "Export feedback" }).click();
  await dialog.getByLabel("Format").selectOption("pdf");
  expect((await downloaded(page)).text.slice(0, 5)).toBe("%PDF-");
  expect(addresses.filter((one) => one.includes("/export"))).toHaveLength(3);
  expect(addresses.filter((one) => /token|eyJ/.test(one))).toEqual([]);
});

test("a download that fails is said, and can be tried again", async ({ page }) => {
  await logIn(page, "viewer", `/login?next=${ROOM()}`);
  await page.getByRole("button", { name: "Export feedback" }).click();
  const dialog = page.getByRole("dialog", { name: "Export feedback" });
  await expect(dialog.getByText("To read and print")).toBeVisible();
  await page.context().setOffline(true);
  await dialog.getByRole("button", { name: "Download", exact: true }).click();
  await expect(dialog.getByRole("alert")).toHaveText("The file did not arrive. Please try again.");
  await page.context().setOffline(false);
  await dialog.getByRole("button", { name: "Download", exact: true }).click();
  await expect(dialog).toBeHidden();
});

test("a project's videos are exported together", async ({ page }) => {
  await logIn(page, "viewer", `/login?next=/projects/${stack.project}`);
  await page.getByRole("button", { name: "Export feedback" }).click();
  const dialog = page.getByRole("dialog", { name: "Export feedback" });
  await expect(dialog.getByLabel("Format").getByRole("option", { name: /EDL/ })).toHaveCount(0);
  await dialog.getByLabel("Format").selectOption("fcpxml");
  expect((await downloaded(page)).text).toContain('<fcpxml version="1.11">');
});

test("a part that cannot be loaded leaves the room as it is, and comes when asked again", async ({
  page,
}) => {
  await logIn(page, "viewer", `/login?next=${ROOM()}`);
  const button = page.getByRole("button", { name: "Export feedback" });
  await expect(button).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.route("**/_next/static/chunks/**", (route) => route.abort());
  await button.click();
  const notice = page.getByTestId("missing-parts");
  await expect(notice).toContainText("Part of this page could not be loaded.");
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(notice).toContainText("It still could not be loaded.");
  expect(await findings(page)).toEqual([]);
  await page.getByTestId("play-button").click();
  await expect(page.getByTestId("video-playing")).toBeVisible();

  await page.unroute("**/_next/static/chunks/**");
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("dialog", { name: "Export feedback" })).toBeVisible();
  await expect(notice).toBeHidden();
});
