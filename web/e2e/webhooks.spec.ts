import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { findings } from "./axe";
import { apiOf, expect, logIn, stack, test } from "./stack";

const PAGE = `/projects/${stack.project}/webhooks`;

type Sent = { headers: Record<string, string | string[] | undefined>; body: string };

/** A receiver of webhooks. `answer` is its status. */
async function receive() {
  const sent: Sent[] = [];
  const given = { answer: 200 };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      sent.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
      response.writeHead(given.answer).end("heard");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { sent, given, url, close: () => server.close() };
}

function isSigned({ headers, body }: Sent, secret: string): boolean {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const signature = createHmac("sha256", key).update(content).digest("base64");
  return `${headers["webhook-signature"]}`.split(" ").includes(`v1,${signature}`);
}

test("an admin makes a webhook, which is sent what happens, signed", async ({ page, request }) => {
  const receiver = await receive();
  await logIn(page, "owner", `/login?next=${PAGE}`);
  await expect(page.getByText("No webhooks yet")).toBeVisible();
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Our tool");
  await dialog.getByLabel("Address").fill("ftp://tool.example");
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  await expect(dialog.getByText("The URL must begin with https://.")).toBeVisible();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Our tool");
  await dialog.getByLabel("Address").fill(receiver.url);
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  const secret = await dialog.getByLabel("Secret", { exact: true }).inputValue();
  expect(secret).toMatch(/^whsec_/);
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await expect(dialog).toHaveCount(0);
  const row = page.getByTestId("webhook").filter({ hasText: "Our tool" });
  await expect(row).toContainText("Everything");

  const reviewer = await apiOf(request, "reviewer");
  const feedback = { video_id: stack.video, timestamp: 1, content: "For the webhook" };
  await reviewer.post("feedbacks", feedback);
  await expect
    .poll(() => receiver.sent.map(({ body }) => JSON.parse(body).type))
    .toContain("feedback.created");
  expect(receiver.sent.every((each) => isSigned(each, secret))).toBe(true);

  await row.getByRole("button", { name: "Deliveries" }).click();
  const delivery = row.getByTestId("delivery").filter({ hasText: "feedback.created" });
  await expect(delivery).toContainText("Delivered");
  expect(await findings(page)).toEqual([]);
  const before = receiver.sent.length;
  await delivery.getByRole("button", { name: "Send again", exact: true }).click();
  await expect.poll(() => receiver.sent.length).toBeGreaterThan(before);
  await expect(delivery).toHaveCount(2);

  receiver.given.answer = 500;
  await row.getByRole("button", { name: "Send a test" }).click();
  const failed = row.getByTestId("delivery").filter({ hasText: "webhook.test" });
  await expect(failed).toContainText("Failed");
  await expect(failed).toContainText("heard");

  // It fails, and the page says so by itself; then it works again.
  await reviewer.post("feedbacks", { ...feedback, content: "While it fails" });
  await expect(row).toHaveAttribute("data-state", "failing");
  receiver.given.answer = 200;
  await row.getByRole("button", { name: "Send a test" }).click();
  await expect(row).toHaveAttribute("data-state", "ok");
  await expect.poll(() => receiver.sent.at(-1)?.body).toContain("While it fails");

  receiver.given.answer = 410;
  await reviewer.post("feedbacks", { ...feedback, content: "While it is gone" });
  await expect(row).toHaveAttribute("data-state", "disabled");
  receiver.given.answer = 200;
  await row.getByRole("button", { name: "More for Our tool" }).click();
  await page.getByRole("menuitem", { name: "Switch on" }).click();
  await expect(row).toHaveAttribute("data-state", "ok");
  await expect.poll(() => receiver.sent.at(-1)?.body).toContain("While it is gone");

  await row.getByRole("button", { name: "More for Our tool" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(row).toHaveCount(0);
  receiver.close();
});

test("a chat gets a line that people can read", async ({ page, request }) => {
  const receiver = await receive();
  await logIn(page, "owner", `/login?next=${PAGE}`);
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What receives it").selectOption("Slack");
  await expect(dialog.getByRole("checkbox", { checked: true })).toHaveCount(3);
  await dialog.getByLabel("Name", { exact: true }).fill("Our channel");
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByLabel("Language of the messages").selectOption("한국어");
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId("webhook")).not.toContainText("/hook");

  const reviewer = await apiOf(request, "reviewer");
  await reviewer.post("feedbacks", { video_id: stack.video, timestamp: 1, content: "어두워요" });
  await expect.poll(() => receiver.sent.length).toBe(1);
  expect(JSON.parse(receiver.sent[0]?.body ?? "").text).toContain("피드백을 남겼어요");
  receiver.close();
});

test("a member who is no admin does not see webhooks", async ({ page }) => {
  await logIn(page, "reviewer", `/login?next=${PAGE}`);
  await expect(page.getByText("Only admins of the project see its webhooks")).toBeVisible();
});
