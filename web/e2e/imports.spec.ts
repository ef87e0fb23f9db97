import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const ROOM = () => `/projects/${stack.project}/videos/${stack.video}`;
const FILE = `timestamp,content,author,status
1,색이 어두워요,김민지,
2,Cut here,Ada,maybe
3,Too loud,Ada,resolved
`;

test("an editor sees what a file has before it is imported, once", async ({ page, request }) => {
  await logIn(page, "editor", `/login?next=${ROOM()}`);
  const panel = page.getByTestId("feedback-panel");
  await panel.getByRole("button", { name: "Import feedback" }).click();
  const dialog = page.getByRole("dialog", { name: "Import feedback" });
  const choose = () =>
    dialog
      .getByLabel("File")
      .setInputFiles({ name: "notes.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
  await choose();
  await expect(dialog.getByText("Spreadsheet: 2 new, 0 here already.")).toBeVisible();
  await expect(dialog.getByText("Line 3, status: It is none of", { exact: false })).toBeVisible();
  await expect(dialog.getByRole("row")).toHaveCount(3);
  expect(await findings(page, "region")).toEqual([]);
  await dialog.getByRole("button", { name: "Import 2 feedbacks" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId("feedback-list")).toContainText("색이 어두워요");

  await panel.getByRole("button", { name: "Import feedback" }).click();
  await choose();
  await expect(dialog.getByText("Spreadsheet: 0 new, 2 here already.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Nothing to import" })).toBeDisabled();
  const editor = await apiOf(request, "editor");
  const rows = await editor.get(`feedbacks?project_id=${stack.project}&q=loud`);
  expect(rows).toHaveLength(1);
  expect(rows[0].content).toBe("Too loud\nfrom: Ada");
});

test("a reviewer has no import", async ({ page }) => {
  await logIn(page, "reviewer", `/login?next=${ROOM()}`);
  await expect(page.getByRole("button", { name: "Export feedback" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Import feedback" })).toHaveCount(0);
});
