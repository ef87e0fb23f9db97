import { readFileSync, writeFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const PART = 8 * 1024 * 1024;
const projectPage = `/projects/${stack.project}`;

/** The stack's video, with room behind it that players skip, so that it is sent in three parts. */
function inThreeParts(path: string): string {
  const video = readFileSync(stack.videoFile);
  const free = Buffer.alloc(2 * PART + 1000 - video.length);
  free.writeUInt32BE(free.length, 0);
  free.write("free", 4);
  writeFileSync(path, Buffer.concat([video, free]));
  return path;
}

async function openProject(page: Page, name: string): Promise<void> {
  await logIn(page, name, `/login?next=${encodeURIComponent(projectPage)}`);
  await expect(page.getByTestId("video-card").first()).toBeVisible();
}

async function choose(page: Page, button: Locator, ...paths: string[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await button.click();
  await (await chooser).setFiles(paths);
}

const partOf = (url: string) => new URL(url).searchParams.get("partNumber");

test("an upload survives a lost line and a reload, and sends only what is missing", async ({
  page,
}, info) => {
  const file = inThreeParts(info.outputPath("Opening scene.mp4"));
  const sent: (string | null)[] = [];
  let hiccups = 1;
  let isCut = true;
  await page.route(/partNumber=/, (route) => {
    const part = partOf(route.request().url());
    if (part === "2" && hiccups-- > 0) return route.abort();
    if (part === "3" && isCut) return route.abort();
    if (route.request().method() === "PUT") sent.push(part);
    return route.continue();
  });
  await openProject(page, "editor");
  await choose(page, page.getByRole("button", { name: "Upload", exact: true }), file);

  const row = page.getByRole("dialog", { name: "Uploads" }).getByRole("listitem");
  await expect(row).toContainText("Opening scene");
  await expect(row).toContainText("No connection", { timeout: 20_000 });
  await expect.poll(() => sent.toSorted()).toEqual(["1", "2"]);
  expect(await findings(page, "region")).toEqual([]);

  // The browser asks whether one really wants to leave.
  const asked = page.waitForEvent("dialog");
  const reloading = page.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
  await reloading;
  await page.getByTestId("uploads").click();
  await expect(row).toContainText("Interrupted at 99%");
  expect(await findings(page, "region")).toEqual([]);
  await choose(page, row.getByRole("button", { name: "Choose the file" }), stack.videoFile);
  await expect(row).toContainText("This is another file");
  isCut = false;
  await choose(page, row.getByRole("button", { name: "Choose the file" }), file);

  await expect(row).toContainText("Ready for review", { timeout: 30_000 });
  expect(sent.toSorted()).toEqual(["1", "2", "3"]);
  await row.getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("banner")).toContainText("Opening scene");
  // The list goes along to other pages.
  await expect(page.getByTestId("uploads")).toBeVisible();
});

test("what is dropped on a video is its next version; what is no video is refused", async ({
  page,
  request,
}) => {
  const api = await apiOf(request, "owner");
  await openProject(page, "owner");
  const { title } = await api.get(`videos/${stack.video}`);
  const card = page.getByTestId("video-card").filter({ hasText: title });

  const cut = await files(page, { "Second cut.mp4": "video/mp4" });
  await card.dispatchEvent("dragenter", { dataTransfer: cut });
  await card.dispatchEvent("dragover", { dataTransfer: cut });
  await expect(card).toContainText("Drop for version 2");
  await card.dispatchEvent("drop", { dataTransfer: cut });
  await expect(card).toContainText("Version 2");
  await expect(card).toContainText("In review", { timeout: 30_000 });
  const [newest] = await api.get(`videos/${stack.video}/versions`);
  expect(newest).toMatchObject({ version: 2, previous_version: stack.video, title });

  const mixed = await files(page, { "notes.txt": "text/plain", "Ending.mp4": "video/mp4" });
  // The parts are on their way for as long as the test wants.
  await page.route(/partNumber=/, () => undefined);
  await page.locator("main").dispatchEvent("drop", { dataTransfer: mixed });
  const list = page.getByRole("dialog", { name: "Uploads" });
  await expect(list.getByRole("listitem").filter({ hasText: "notes" })).toContainText(
    "not a video",
  );
  await expect(page.getByTestId("video-card").filter({ hasText: "Ending" })).toContainText(
    "Uploading",
  );
  await list.getByRole("button", { name: "Cancel the upload of Ending" }).click();
  await expect(page.getByTestId("video-card").filter({ hasText: "Ending" })).toBeHidden();
  await expect
    .poll(async () => JSON.stringify(await api.get(`videos?project_id=${stack.project}`)))
    .not.toContain("Ending");
});

test("a viewer is told why nothing can be dropped", async ({ page }) => {
  await openProject(page, "viewer");
  await expect(page.getByRole("button", { name: "Upload", exact: true })).toBeHidden();
  const cut = await files(page, { "cut.mp4": "video/mp4" });
  await page.locator("main").dispatchEvent("dragenter", { dataTransfer: cut });
  await expect(page.getByTestId("drop-sign")).toContainText("needs the editor role");
});

/** Files as they are dragged; all have the content of the stack's video. */
function files(page: Page, named: Record<string, string>) {
  return page.evaluateHandle(
    ([content, types]) => {
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      for (const [name, type] of Object.entries(types)) {
        data.items.add(new File([bytes], name, { type }));
      }
      return data;
    },
    [readFileSync(stack.videoFile).toString("base64"), named] as const,
  );
}
