import type { Server } from "node:http";
import { hostPages } from "./other-host";
import { apiOf, expect, logIn, stack, test } from "./stack";

const api = process.env.BASE_URL ?? "";
const there = (url: string) => url.replace(api, stack.otherOrigin);
let host: Server;

test.beforeAll(async () => {
  host = await hostPages(stack.otherOrigin, api);
});
test.afterAll(() => {
  host.closeAllConnections();
  host.close();
});

test("on another site a member stays signed in over a reload, and leaves for good", async ({
  page,
  request,
}) => {
  const room = `${stack.otherOrigin}/projects/${stack.project}/videos/${stack.video}`;
  await logIn(page, "reviewer", `${stack.otherOrigin}/login?next=${new URL(room).pathname}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await page.reload();
  await expect(page.getByTestId("connection")).toHaveText("Live");
  const [cookie] = await page.context().cookies(`${api}/api/v1/tokens/cookie`);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "None", secure: true });
  expect(await page.evaluate(() => document.cookie)).toBe("");

  await page.getByTestId("play-button").click();
  await expect(page.getByTestId("video-playing")).toBeVisible();
  await page.getByTestId("feedback-marker-1").click();
  await page.getByTestId("comment-input").fill("From another site");
  await page.getByTestId("submit-comment").click();
  await expect(page.getByTestId("comment-list")).toContainText("From another site");
  const owner = await apiOf(request, "owner");
  const [first] = await owner.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  await owner.post("comments", { feedback_id: first.id, content: "And back" });
  await expect(page.getByTestId("comment-list")).toContainText("And back");

  // A page of a third site is refused, whatever its browser sends.
  const forged = await request.post(`${api}/api/v1/tokens/cookie`, {
    headers: { Origin: "http://evil.example", "Sec-Fetch-Site": "cross-site" },
  });
  expect(forged.status()).toBe(403);
  expect(forged.headers()["access-control-allow-origin"]).toBeUndefined();

  await page.goto(stack.otherOrigin);
  await page.getByRole("button", { name: "Account: Reviewer" }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page.getByLabel("E-mail")).toBeVisible();
  expect(await page.context().cookies(`${api}/api/v1/tokens/cookie`)).toEqual([]);
});

test("on another site a guest comes in by a link, and is the same one after a reload", async ({
  page,
}) => {
  await page.goto(there(stack.link));
  await page.getByLabel("Your name").fill("Far away");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await page.reload();
  await expect(page.getByRole("button", { name: "You are Far away" })).toBeVisible();
  await expect(page.getByTestId("connection")).toHaveText("Live");
});
