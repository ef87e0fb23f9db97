import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const ROOM = () => `/projects/${stack.project}/videos/${stack.video}`;
/** The timeline of an editing program begins at an hour; the film has ten seconds from zero. */
const EDL = `TITLE: Cut
FCM: NON-DROP FRAME

* LOC: 01:00:01:00 RED     색이 어두워요
* LOC: 01:00:03:05 GREEN   Too loud
* LOC: 01:00:30:00 RED     In another film
`;

test("an editor sees what a file has before it is imported, once", async ({ page, request }) => {
  await logIn(page, "editor", `/login?next=${ROOM()}`);
  const panel = page.getByTestId("feedback-panel");
  await panel.getByRole("button", { name: "Import feedback" }).click();
  const dialog = page.getByRole("dialog", { name: "Import feedback" });
  const choose = (name: string, text: string) =>
    dialog
      .locator("input[type=file]")
      .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await choose("poem.txt", "Roses are red");
  await expect(dialog.getByRole("alert")).toContainText("The columns are not known.");

  await choose("cut.edl", EDL);
  await expect(dialog.getByText("EDL: 0 new, 0 here already.")).toBeVisible();
  await expect(dialog.getByText("3 lines are left out:")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Nothing to import" })).toBeDisabled();
  const start = dialog.getByLabel("Timecode of the first frame");
  await start.fill("1:00");
  await start.press("Enter");
  await expect(dialog.getByText("there is no such timecode", { exact: false })).toBeVisible();
  await start.fill("01:00:00:00");
  await start.press("Enter");
  await expect(dialog.getByText("EDL: 2 new, 0 here already.")).toBeVisible();
  await expect(dialog.getByText("Line 6, moment: The video ends at 01:00:09:24")).toBeVisible();
  await expect(dialog.getByRole("row")).toHaveText([/Line/, /00:00:01:00/, /00:00:03:05/]);
  expect(await findings(page, "region")).toEqual([]);
  await dialog.getByRole("button", { name: "Import 2 feedbacks" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("2 feedbacks imported")).toBeVisible();
  await expect(page.getByTestId("feedback-list")).toContainText("색이 어두워요");
  const editor = await apiOf(request, "editor");
  const [imported] = await editor.get(`feedbacks?project_id=${stack.project}&q=loud`);
  expect([imported.content, imported.timecode]).toEqual(["Too loud", "00:00:03:05"]);

  await panel.getByRole("button", { name: "Import feedback" }).click();
  await choose("cut.edl", EDL);
  await start.fill("01:00:00:00");
  await start.press("Enter");
  await expect(dialog.getByText("EDL: 0 new, 2 here already.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Nothing to import" })).toBeDisabled();
});

test("a reviewer has no import", async ({ page }) => {
  await logIn(page, "reviewer", `/login?next=${ROOM()}`);
  await expect(page.getByRole("button", { name: "Export feedback" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Import feedback" })).toHaveCount(0);
});
