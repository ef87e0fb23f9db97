import { findings } from "./axe";
import { expect, logIn, stack, test } from "./stack";

for (const locale of ["en-US", "ko-KR"]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing on any page in ${locale}, ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({ locale, colorScheme });
      const page = await context.newPage();
      const found: string[] = [];
      const look = async (name: string) => {
        // Colours that are on their way to others have no contrast of their own.
        await page.waitForTimeout(200);
        found.push(...(await findings(page)).map((finding) => `${name}: ${finding}`));
      };
      await page.goto("/login");
      await page.locator("form").waitFor();
      await look("log-in");
      await page.goto("/signup");
      await page.locator("form").waitFor();
      await look("sign-up");
      await page.goto("/nowhere");
      await page.locator("h1").waitFor();
      await look("wrong address");
      await page.goto(stack.link);
      await page.locator("form").waitFor();
      await look("door");
      await page.goto(stack.invitation);
      await page.getByTestId("feedback-list").getByRole("button").first().waitFor();
      await look("room of a guest");
      await page.getByTestId("feedback-marker-1").click();
      await page.getByTestId("comment-input").waitFor();
      await look("thread");
      await page.keyboard.press("Escape");
      await page.getByTestId("give-feedback").click();
      await look("form");
      expect(found).toEqual([]);
      await context.close();
    });
  }
}

test("axe finds nothing on the pages of members", async ({ page }) => {
  await logIn(page, "owner");
  await page.getByRole("link", { name: new RegExp(stack.projectName) }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Account: Owner" }).click();
  await page.getByRole("menu").waitFor();
  // A menu is at the end of the document, outside of every landmark.
  expect(await findings(page, "region")).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: new RegExp(stack.projectName) }).click();
  await page.getByRole("link", { name: /Version 1/ }).waitFor();
  expect(await findings(page)).toEqual([]);
});

test("a guest does it all by keyboard alone", async ({ page }) => {
  await page.goto(stack.link);
  await expect(page.getByLabel("Your name")).toBeFocused();
  await page.keyboard.type("Keys");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("project-title")).toBeVisible();
  await page.getByTestId("feedback-list").getByRole("button").first().waitFor();

  await page.keyboard.press("."); // the next feedback
  await expect(page.getByTestId("comment-input")).toBeVisible();
  await page.getByTestId("comment-input").focus();
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("comment-list")).toContainText("By keyboard");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await expect(page.getByTestId("feedback-input")).toBeFocused();
  await page.keyboard.type("Given by keyboard");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("feedback-list")).toContainText("Given by keyboard");
});
