import type { APIRequestContext } from "@playwright/test";
import { apiOf, expect, logIn, stack, test } from "./stack";

const READ = () => `videos/${stack.video}/read`;

/** Mark things as seen, as another device of a person does. */
async function see(request: APIRequestContext, name: string, ids: string[]): Promise<void> {
  const login = await request.post("/api/v1/auth/login", {
    data: { email: `${name}@example.com`, password: stack.password },
  });
  const headers = { Authorization: `Bearer ${(await login.json()).meta.access_token}` };
  for (let from = 0; from < ids.length; from += 500) {
    const data = { seen: ids.slice(from, from + 500) };
    expect((await request.put(`/api/v1/${READ()}`, { headers, data })).status()).toBe(204);
  }
}

test("more is unread than an answer lists: all is counted, and none is lost", async ({
  page,
  request,
}) => {
  const viewer = await apiOf(request, "viewer");
  const state = await viewer.get(READ());
  // Two feedbacks, older than the comments on one of them.
  expect([state.unread_count, state.feedbacks.length, state.comments.length]).toEqual([
    1012, 0, 1000,
  ]);
  await logIn(page, "viewer", `/login?next=/projects/${stack.project}/videos/${stack.video}`);
  await expect(page.getByTestId("unread-count")).toHaveText(/^1,?012 new$/);

  await see(
    request,
    "viewer",
    state.comments.map(({ id }: { id: string }) => id),
  );
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  // What is older is marked now; what of it is on the screen is seen.
  await expect(page.getByTestId("unread-count")).toHaveText("10 new");
  await expect.poll(async () => (await viewer.get(READ())).unread_count).toBe(10);
  await page.getByRole("button", { name: "Mark everything as read" }).click();
  await expect(page.getByTestId("unread-count")).toHaveCount(0);
  expect((await viewer.get(READ())).unread_count).toBe(0);
});
