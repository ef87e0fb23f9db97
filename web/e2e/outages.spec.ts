import { type APIRequestContext, type Page, request as requests } from "@playwright/test";
import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const room = `/projects/${stack.project}/videos/${stack.video}`;

/** Have something fail: tests/web/conftest.py says what there is. */
async function outage(request: APIRequestContext, name: string): Promise<void> {
  const answer = await request.post(`${stack.control}/${name}`);
  expect(answer.status()).toBe(204);
}

/** The owner, who is beyond the line that is cut. */
async function elsewhere() {
  const owner = await apiOf(await requests.newContext({ baseURL: stack.direct }), "owner");
  const [first] = await owner.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  return {
    comment: (content: string) => owner.post("comments", { feedback_id: first.id, content }),
    comments: async (): Promise<string[]> =>
      (await owner.get(`comments?feedback_id=${first.id}`)).map(
        ({ content }: { content: string }) => content,
      ),
  };
}

const isLive = (page: Page) =>
  expect(page.getByTestId("connection")).toHaveText("Live", { timeout: 20_000 });
const once = (page: Page, text: string) =>
  expect(page.getByTestId("comment-list").getByText(text)).toHaveCount(1);

test("line, server, Redis and log fail, and nothing is missing, twice or lost", async ({
  page,
  request,
}) => {
  await logIn(page, "reviewer", `/login?next=${room}`);
  await page.getByTestId("feedback-marker-1").click();
  const owner = await elsewhere();
  const input = page.getByTestId("comment-input");
  await input.fill("Half a sentence");
  await isLive(page);

  // The line is cut. What is written meanwhile waits, and what others wrote comes, once.
  await outage(request, "cut");
  const bar = page.getByTestId("connection-bar");
  await expect(bar).toContainText("The connection is lost");
  expect(await findings(page)).toEqual([]);
  await owner.comment("While you were away");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await page.getByTestId("feedback-input").fill("Given without a line");
  await page.getByTestId("submit-feedback").click();
  await outage(request, "mend");
  await isLive(page);
  await expect(bar).toHaveCount(0);
  await expect(page.getByTestId("feedback-list").getByText("Given without a line")).toHaveCount(1);
  await page.getByTestId("feedback-list").getByText("The title is too small.").click();
  await once(page, "While you were away");
  await expect(input).toHaveValue("Half a sentence");

  // The server ends, and another one takes its place.
  await outage(request, "restart");
  await owner.comment("After the restart");
  await once(page, "After the restart");
  await isLive(page);

  // Redis is away: events come from the log.
  await outage(request, "redis-away");
  await owner.comment("Without Redis");
  await once(page, "Without Redis");
  await outage(request, "redis-back");
  await owner.comment("With Redis again");
  await once(page, "With Redis again");

  // The log can't be resumed: everything is read again, but what is being written.
  await outage(request, "prune");
  await owner.comment("In a new log");
  await once(page, "In a new log");
  await once(page, "Without Redis");
  await expect(input).toHaveValue("Half a sentence");
  await page.getByTestId("submit-comment").click();
  await expect
    .poll(owner.comments)
    .toEqual([
      "While you were away",
      "After the restart",
      "Without Redis",
      "With Redis again",
      "In a new log",
      "Half a sentence",
    ]);
});

test("where sockets are blocked everything comes by a stream, and the page says what does not", async ({
  page,
  browser,
  request,
}) => {
  const other = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(other, "editor", `/login?next=${room}`);
  await isLive(other);
  await outage(request, "block-sockets");
  await page.clock.install();
  await logIn(page, "reviewer", `/login?next=${room}`);
  await page.getByTestId("feedback-marker-1").click();
  await isLive(page);
  const bar = page.getByTestId("connection-bar");
  await expect(bar).toContainText("blocks part of the live connection");
  expect(await findings(page)).toEqual([]);

  await other.getByTestId("feedback-marker-1").click();
  await other.getByTestId("comment-input").fill("Over the socket");
  await other.getByTestId("submit-comment").click();
  await once(page, "Over the socket");
  await page.getByTestId("comment-input").fill("Read from the stream");
  await page.getByTestId("submit-comment").click();
  await once(other, "Read from the stream");
  // Who is here is known, too; nobody can be followed, on either side.
  await expect(page.getByRole("img", { name: "Editor" })).toBeVisible();
  await expect(other.getByRole("img", { name: "Reviewer" })).toBeVisible();
  // One's notifications are asked for once a minute: five of the test before, and this one.
  await page.clock.fastForward("01:01");
  await expect(page.getByRole("button", { name: "Notifications, 6 unread" })).toBeVisible();
  await bar.getByRole("button", { name: "Close" }).click();
  await expect(bar).toHaveCount(0);
  await outage(request, "mend");
});
