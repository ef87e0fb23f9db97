import type { Page } from "@playwright/test";
import { apiOf, expect, logIn, stack, test } from "./stack";

const FRAME = 30;
const TIMECODE = "00:00:01:05";
const room = `/projects/${stack.project}/videos/${stack.video}`;

/** Enter the room, go to the frame and begin a feedback there. */
async function begin(page: Page, name = "reviewer"): Promise<void> {
  await logIn(page, name, `/login?next=${room}`);
  await expect(page.getByTestId("connection")).toHaveText("Live");
  for (let step = 0; step < FRAME; step++) await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("video-timestamp")).toHaveText(TIMECODE);
  await page.keyboard.press("c");
  await expect(page.getByTestId("screenshot-canvas")).toBeVisible();
  // It brings the keys of the tools.
  await expect(page.getByTestId("feedback-form")).toBeVisible();
}

/** Drag over the picture, through points in shares of it. */
async function drag(page: Page, ...points: [number, number][]): Promise<void> {
  const box = await page.getByTestId("picture").boundingBox();
  if (!box) throw new Error("no picture");
  const [first, ...rest] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await page.mouse.move(first?.[0] ?? 0, first?.[1] ?? 0);
  await page.mouse.down();
  for (const [x = 0, y = 0] of rest) await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
}

/** The same with a finger. */
async function swipe(page: Page, ...points: [number, number][]): Promise<void> {
  const box = await page.getByTestId("picture").boundingBox();
  if (!box) throw new Error("no picture");
  const client = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", at: [number, number] | undefined) =>
    client.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: at ? [{ x: box.x + at[0] * box.width, y: box.y + at[1] * box.height }] : [],
    });
  await touch("touchStart", points[0]);
  for (const point of points.slice(1)) await touch("touchMove", point);
  await touch("touchEnd", undefined);
}

const tool = (page: Page, name: string) =>
  page.getByTestId("feedback-form").getByRole("radio", { name }).click();

type Api = Awaited<ReturnType<typeof apiOf>>;

const feedbacksWith = async (owner: Api, text: string) => {
  const all = await owner.get(`feedbacks?project_id=${stack.project}&limit=500&shapes=path`);
  return all.filter((one: { content: string }) => one.content.includes(text));
};

/** The number that a picture shows: its bits are columns of the upper half. */
const numberIn = (page: Page, url: string) =>
  page.evaluate(async (source) => {
    const image = new Image();
    image.crossOrigin = "anonymous";
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    let number = 0;
    for (let bit = 0; bit < 12; bit++) {
      const x = Math.floor((canvas.width * (bit + 0.5)) / 12);
      const [red = 0] = context.getImageData(x, Math.floor(canvas.height / 4), 1, 1).data;
      if (red > 128) number += 1 << bit;
    }
    return number;
  }, url);

test("all shapes, drawn by mouse and finger, are over the video at their frame for others", async ({
  page,
  browser,
  request,
}) => {
  await begin(page);
  await drag(page, [0.1, 0.6], [0.3, 0.9]); // the rectangle is what one begins with
  await tool(page, "Circle");
  await drag(page, [0.9, 0.5], [1.02, 0.5]); // beyond the edge
  await tool(page, "Arrow");
  await drag(page, [0.7, 0.9], [0.9, 0.7]);
  await tool(page, "Freehand");
  await page.getByRole("radio", { name: "Green" }).click();
  await swipe(page, [0.1, 0.1], [0.2, 0.3], [0.3, 0.1], [0.4, 0.3], [0.5, 0.1]);
  await tool(page, "Text");
  await page.getByTestId("picture").click({ position: { x: 400, y: 60 } });
  await page.getByTestId("drawing-text").fill("여기를 밝게");
  await page.keyboard.press("Enter");
  const canvas = page.getByTestId("screenshot-canvas");
  await expect(canvas.locator("[data-shape]")).toHaveCount(5);

  const input = page.getByTestId("feedback-input");
  await input.click();
  await page.keyboard.type("Brighter, please @edi");
  const people = page.getByRole("listbox", { name: "People to mention" });
  await people.getByRole("option", { name: "Editor" }).waitFor();
  await page.keyboard.press("Enter");
  await expect(input).toHaveValue("Brighter, please @Editor ");
  await page.getByRole("radio", { name: "High" }).click();
  await page.getByTestId("feedback-tags").fill("colour,");
  await page.getByTestId("feedback-assignee").selectOption({ label: "Editor" });
  await page.getByTestId("submit-feedback").click();
  await expect(page.getByTestId("feedback-form")).toBeHidden();
  await expect(page.getByTestId("feedback-list")).toContainText("Brighter, please");

  // The picture that was taken is that of the frame, when the worker has it.
  const owner = await apiOf(request, "owner");
  const status = async () => (await feedbacksWith(owner, "Brighter"))[0]?.screenshot_status;
  await expect.poll(status).toBe("ready");
  const [given] = await feedbacksWith(owner, "Brighter");
  expect(await numberIn(page, given.screenshot_url)).toBe(FRAME);
  expect(given).toMatchObject({
    frame: FRAME,
    priority: "high",
    tags: ["colour"],
    assignee: { name: "Editor" },
    mentions: [{ name: "Editor" }],
  });
  const shapes: { type: string; coordinates: number[]; style: object; text?: string }[] =
    given.drawing_data.shapes;
  expect(shapes.map(({ type }) => type)).toEqual(["rectangle", "circle", "arrow", "path", "text"]);
  [0.1, 0.6, 0.3, 0.9].forEach((value, index) => {
    expect(shapes[0]?.coordinates[index]).toBeCloseTo(value, 2);
  });
  [0.9, 0.5, 1.02, 0.5].forEach((value, index) => {
    expect(shapes[1]?.coordinates[index]).toBeCloseTo(value, 2);
  });
  expect(shapes[3]?.style).toEqual({ color: "#30D158", width: 4 });
  expect(shapes[3]?.coordinates.length).toBeGreaterThanOrEqual(10);
  expect(shapes[4]?.text).toBe("여기를 밝게");

  const other = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(other, "editor", `/login?next=${room}`);
  await other.getByTestId("feedback-list").getByText("Brighter, please").click();
  await expect(other.getByTestId("video-timestamp")).toHaveText(TIMECODE);
  await expect(other.getByTestId("drawing").locator("> *")).toHaveCount(5);
  const box = await other.getByTestId("picture").boundingBox();
  const rect = await other.getByTestId("drawing").locator("rect").boundingBox();
  expect(((rect?.x ?? 0) - (box?.x ?? 0)) / (box?.width ?? 1)).toBeCloseTo(0.1, 1);
  await expect(other.getByTestId("mention")).toHaveText("@Editor");
  await other.keyboard.press("ArrowRight");
  await expect(other.getByTestId("drawing")).toBeHidden();

  // Whoever is mentioned in an answer is told.
  const answer = other.getByTestId("comment-input");
  await answer.click();
  await other.keyboard.type("Is that enough, @re");
  const found = other.getByRole("listbox", { name: "People to mention" });
  await found.getByRole("option", { name: "Reviewer" }).waitFor();
  await other.keyboard.press("Enter");
  await expect(answer).toHaveValue("Is that enough, @Reviewer ");
  await other.keyboard.press("Enter");
  await expect
    .poll(async () => {
      const [comment] = await owner.get(`comments?feedback_id=${given.id}`);
      return comment?.mentions.map(({ name }: { name: string }) => name);
    })
    .toEqual(["Reviewer"]);
  await expect(other.getByTestId("comment-list").getByTestId("mention")).toHaveText("@Reviewer");
});

test("shapes are taken back, brought back, moved and deleted by keys", async ({ page }) => {
  await begin(page, "owner");
  const shapes = page.getByTestId("screenshot-canvas").locator("[data-shape]");
  await drag(page, [0.2, 0.2], [0.4, 0.4]);
  await page.keyboard.press("4");
  await expect(page.getByRole("radio", { name: "Arrow" })).toBeChecked();
  await drag(page, [0.6, 0.6], [0.8, 0.8]);
  await expect(shapes).toHaveCount(2);
  await page.getByTestId("screenshot-canvas").click({ position: { x: 5, y: 5 } });
  await page.keyboard.press("Control+z");
  await expect(shapes).toHaveCount(1);
  await page.keyboard.press("Control+Shift+z");
  await expect(shapes).toHaveCount(2);

  await page.keyboard.press("1");
  await page.getByRole("button", { name: "Arrow, shape 2" }).focus();
  const before = await shapes.nth(1).boundingBox();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByTestId("video-timestamp")).toHaveText(TIMECODE);
  const after = await shapes.nth(1).boundingBox();
  expect(after?.x ?? 0).toBeLessThan((before?.x ?? 0) - 5);
  await page.keyboard.press("Delete");
  await expect(shapes).toHaveCount(1);
  await page.getByRole("button", { name: "Clear the drawing" }).click();
  await expect(shapes).toHaveCount(0);

  // What has the focus keeps its own keys.
  await page.getByRole("radio", { name: "Red" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Yellow" })).toBeChecked();
  await page.keyboard.press("Space");
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const name of ["Freehand", "Undo", "Delete the shape"]) {
    await expect(help.getByText(name, { exact: true })).toBeVisible();
  }
  const isWide = (it: Element) => it.scrollWidth > it.clientWidth;
  expect(await help.locator("div[tabindex='0']").evaluate(isWide)).toBe(false);
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(page.getByTestId("video-timestamp")).toHaveText(TIMECODE);
  await expect(page.getByTestId("video-paused")).toBeVisible();
  await page.getByTestId("feedback-tags").focus();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("feedback-form")).toBeHidden();
});

test("a draft outlives a reload, and what is refused comes back with its drawing", async ({
  page,
  request,
}) => {
  await begin(page);
  await drag(page, [0.2, 0.2], [0.4, 0.4]);
  await page.getByTestId("feedback-input").fill("This must not get lost.");
  await page.reload();
  await page.getByTestId("drafts").getByText("This must not get lost.").click();
  await expect(page.getByTestId("video-timestamp")).toHaveText(TIMECODE);
  await expect(page.getByTestId("feedback-input")).toHaveValue("This must not get lost.");
  const shapes = page.getByTestId("screenshot-canvas").locator("[data-shape]");
  await expect(shapes).toHaveCount(1);

  // Somebody leaves the project between the choice and the submission.
  await page.getByTestId("feedback-assignee").selectOption({ label: "Viewer" });
  const owner = await apiOf(request, "owner");
  const members: { id: string; user: { name: string } }[] = await owner.get(
    `projects/${stack.project}/members`,
  );
  const viewer = members.find(({ user }) => user.name === "Viewer");
  await owner.delete(`projects/${stack.project}/members/${viewer?.id}`);
  await page.getByTestId("submit-feedback").click();

  await expect(page.getByRole("status").getByText(/not.*(member|project)/i)).toBeVisible();
  await expect(page.getByTestId("feedback-input")).toHaveValue("This must not get lost.");
  await expect(shapes).toHaveCount(1);
  await expect(page.getByTestId("feedback-list")).not.toContainText("This must not get lost.");
});

test("what is given without a connection is sent once, when there is one again", async ({
  page,
  context,
  request,
}) => {
  const owner = await apiOf(request, "owner");
  await begin(page, "editor");
  await page.getByTestId("feedback-input").fill("Said in a tunnel");
  await context.setOffline(true);
  await page.getByTestId("submit-feedback").click();
  await expect(page.getByTestId("feedback-list")).toContainText("Said in a tunnel");
  await expect(page.getByTestId("drafts")).toContainText("1 feedback waits");

  // Not even a reload loses it. The pages come again by then, but nothing can be sent yet.
  const gives = /\/api\/v1\/feedbacks(\?|$)/;
  await page.route(gives, (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await context.setOffline(false);
  await page.reload();
  await expect(page.getByTestId("drafts")).toContainText("1 feedback waits");
  await expect(page.getByTestId("feedback-list")).toContainText("Said in a tunnel");
  expect(await feedbacksWith(owner, "in a tunnel")).toEqual([]);
  await page.unroute(gives);
  await expect.poll(async () => (await feedbacksWith(owner, "in a tunnel")).length).toBe(1);
  await expect(page.getByTestId("drafts")).toBeHidden();
  await page.reload();
  await expect(page.getByTestId("connection")).toHaveText("Live");
  await expect(page.getByTestId("feedback-list").getByText("Said in a tunnel")).toHaveCount(1);
  expect(await feedbacksWith(owner, "in a tunnel")).toHaveLength(1);
});
