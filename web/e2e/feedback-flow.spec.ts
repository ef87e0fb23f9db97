import { apiOf, expect, logIn, stack, test } from "./stack";

test.describe("Feedback Flow", () => {
  test("guest user can view and comment on feedback", async ({ page, request }) => {
    // Navigate with invitation token
    await page.goto(stack.invitation);

    // Verify project info is visible
    await expect(page.locator('[data-testid="project-title"]')).toBeVisible();

    // Play video
    await page.click('[data-testid="play-button"]');

    // Wait for video to load
    await page.waitForSelector('[data-testid="video-playing"]');

    // Click on existing feedback marker
    await page.click('[data-testid="feedback-marker-1"]');

    // Verify feedback details panel opens
    await expect(page.locator('[data-testid="feedback-panel"]')).toBeVisible();
    await expect(page.locator('[data-testid="feedback-panel"]')).toContainText("The title is too");

    // Add a comment
    await page.fill('[data-testid="comment-input"]', "This looks good!");
    await page.click('[data-testid="submit-comment"]');

    // Verify comment appears
    await expect(
      page.locator('[data-testid="comment-list"] >> text=This looks good!'),
    ).toBeVisible();

    // Verify real-time update: another user's comment comes over the real socket
    const owner = await apiOf(request, "owner");
    const [first] = await owner.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
    await owner.post("comments", { feedback_id: first.id, content: "Another user comment" });
    await expect(
      page.locator('[data-testid="comment-list"] >> text=Another user comment'),
    ).toBeVisible();

    // And ours has reached the server, once.
    const comments = await owner.get(`comments?feedback_id=${first.id}`);
    expect(comments.map((comment: { content: string }) => comment.content)).toEqual([
      "This looks good!",
      "Another user comment",
    ]);
  });
});

test("a guest who came by a mail says what they are called", async ({ page }) => {
  await page.goto(stack.invitation);
  await page.getByRole("button", { name: "You are Guest" }).click();
  await page.getByLabel("Your name").fill("Kim of the client");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "You are Kim of the client" })).toBeVisible();
});

test("a guest comes in by a link with a password, and is the same one after a reload", async ({
  page,
}) => {
  await page.goto(stack.linkWithPassword);
  await page.getByLabel("Your name").fill("Lee");
  await page.getByRole("button", { name: "Enter the review" }).click();
  await page.getByLabel("Password of the link").fill("guessed");
  await page.getByRole("button", { name: "Enter the review" }).click();
  await expect(page.getByText("That is not the password.")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Lee");
  await page.getByLabel("Password of the link").fill("open sesame");
  await page.getByRole("button", { name: "Enter the review" }).click();

  await expect(page.getByTestId("project-title")).toHaveText(stack.projectName);
  await page.reload();
  await expect(page.getByTestId("project-title")).toBeVisible();
  await expect(page.getByRole("button", { name: "You are Lee" })).toBeVisible();
});

test("a link that leads nowhere says so", async ({ page }) => {
  await page.goto(`/feedback/public/${stack.project}?token=nonsense`);
  await expect(page.getByRole("heading", { name: "This link leads nowhere" })).toBeVisible();
  await page.goto(`/feedback/public/${stack.project}`);
  await expect(page.getByRole("heading", { name: "This link leads nowhere" })).toBeVisible();
});

test("a member gives feedback at a frame, and another one sees it at once", async ({
  page,
  browser,
}) => {
  await logIn(page, "reviewer");
  await page.getByRole("link", { name: new RegExp(stack.projectName) }).click();
  await page.getByRole("link", { name: /Version 1/ }).click();
  await expect(page).toHaveURL(`/projects/${stack.project}/videos/${stack.video}`);
  const other = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(other, "editor", `/login?next=/projects/${stack.project}/videos/${stack.video}`);
  await expect(other.getByTestId("connection")).toHaveText("Live");
  await expect(page.getByRole("button", { name: "Follow Editor" })).toBeVisible();

  for (let step = 0; step < 30; step++) await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("video-timestamp")).toHaveText("00:00:01:05");
  await page.keyboard.press("c");
  await page.getByTestId("feedback-input").fill("Too dark here.");
  await page.getByTestId("submit-feedback").click();

  for (const panel of [page, other].map((one) => one.getByTestId("feedback-list"))) {
    await expect(panel.getByRole("button").first()).toContainText("00:00:01:05");
    await expect(panel.getByRole("button").first()).toContainText("Too dark here.");
  }
  await other.getByTestId("feedback-list").getByText("Too dark here.").click();
  await other.getByRole("button", { name: "Status: Open" }).click();
  await other.getByRole("menuitemradio", { name: "Resolved" }).click();
  await page.getByTestId("feedback-list").getByText("Too dark here.").click();
  await expect(page.getByRole("button", { name: "Status: Resolved" })).toBeVisible();
});

test("a thread that was opened before its feedback was saved stays open", async ({ page }) => {
  await logIn(page, "reviewer", `/login?next=/projects/${stack.project}/videos/${stack.video}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  let answer = () => {};
  const isOpen = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/api\/v1\/feedbacks(\?|$)/, async (route) => {
    if (route.request().method() === "POST") await isOpen;
    await route.continue();
  });
  await page.keyboard.press("c");
  await page.getByTestId("feedback-input").fill("Read at once");
  await page.getByTestId("submit-feedback").click();
  await page.getByTestId("feedback-list").getByText("Read at once").click();
  const panel = page.getByTestId("feedback-panel");
  await expect(panel.getByRole("article")).toContainText("Read at once");
  answer();
  await page.getByTestId("comment-input").fill("And answered at once");
  await page.getByTestId("submit-comment").click();
  await expect(page.getByTestId("comment-list")).toContainText("And answered at once");
  await expect(panel.getByRole("article").first()).toContainText("Read at once");
});

test("a link leads to a comment's feedback and its frame", async ({ page, request }) => {
  const owner = await apiOf(request, "owner");
  const feedbacks = await owner.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  const last = feedbacks.at(-1);
  await page.goto(
    `${stack.invitation}&video=${stack.video}&feedback=${last.id}&t=${last.timestamp}`,
  );
  await expect(page.getByTestId("feedback-panel")).toContainText("Please hold this shot longer.");
  await expect(page.getByTestId("video-timestamp")).toHaveText(last.timecode);
});

test("outsiders learn nothing of the room", async ({ page }) => {
  await logIn(page, "outsider", `/login?next=/projects/${stack.project}/videos/${stack.video}`);
  await expect(page.getByText("You have no access to this video")).toBeVisible();
});
