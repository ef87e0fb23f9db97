import { findings } from "./axe";
import { apiOf, expect, holdBack, linkFor, logIn, stack, test } from "./stack";

const PEOPLE = `/projects/${stack.project}/people`;

test("an owner invites a pasted list, sees who comes in, and ends it", async ({
  page,
  browser,
}) => {
  const [kim, lee] = ["kim", "lee"].map((name) => `${name}-${Date.now()}@client.example`);
  const guests = page.getByTestId("member").filter({ hasText: "Guest" });
  await logIn(page, "owner", `/login?next=${PEOPLE}`);
  await page.getByRole("button", { name: "Invite people" }).click();
  const dialog = page.getByRole("dialog");
  const list = `"Kim, Minji" <${kim}>; ${lee}\nchoi@client`;
  await dialog.getByLabel("E-mail addresses").fill(list);
  await expect(dialog.getByText("3 addresses")).toBeVisible();
  await dialog.getByLabel("Role").selectOption("Viewer");
  await dialog.getByLabel("Message").fill("The sky, please.");
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Send 3 invitations" }).click();
  // The bad one stays in the field, with the reason.
  await expect(dialog.getByRole("alert")).toContainText("choi@client no mail address");
  await expect(dialog.getByLabel("E-mail addresses")).toHaveValue("choi@client");
  await dialog.getByRole("button", { name: "Done" }).click();

  const before = await guests.count();
  const invitation = page.getByTestId("invitation");
  const ofKim = invitation.filter({ hasText: kim as string });
  await expect(ofKim).toContainText("Sent");
  await expect(invitation.filter({ hasText: lee as string })).toContainText("Sent");

  const guest = await (await browser.newContext({ locale: "en-US" })).newPage();
  await guest.goto(await linkFor(kim as string));
  await expect(guest.getByTestId("project-title")).toHaveText(stack.projectName);
  await expect(ofKim).toContainText("Accepted");
  await expect(guests).toHaveCount(before + 1);
  // A viewer may not give feedback, a reviewer may.
  await expect(guest.getByTestId("give-feedback")).toHaveCount(0);

  await ofKim.getByRole("button", { name: `Revoke the invitation of ${kim}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(ofKim).toHaveCount(0);
  await expect(guests).toHaveCount(before);
  await page.getByRole("button", { name: "Show 1 ended" }).click();
  await expect(ofKim).toContainText("Revoked");
  await guest.reload();
  await expect(guest.getByRole("heading", { name: "This invitation was withdrawn" })).toBeVisible();
});

test("a link with a password lets guests in until it is revoked", async ({ page, browser }) => {
  await logIn(page, "owner", `/login?next=${PEOPLE}`);
  await page.getByRole("button", { name: "Create a link" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Password (optional)").fill("short");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText(/at least 8/i)).toBeVisible();
  await dialog.getByLabel("Password (optional)").fill("open sesame");
  await dialog.getByLabel("Most guests").selectOption("5");
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = page.getByTestId("share-link").filter({ hasText: "0 of 5 guests" });
  expect(await findings(page)).toEqual([]);
  const url = await link.getByLabel("Address of the link").inputValue();

  const guest = await (await browser.newContext({ locale: "en-US" })).newPage();
  await guest.goto(url.slice(url.indexOf("/feedback/")));
  await guest.getByLabel("Your name").fill("Park");
  await guest.getByRole("button", { name: "Enter the review" }).click();
  await guest.getByLabel("Password of the link").fill("open sesame");
  await guest.getByRole("button", { name: "Enter the review" }).click();
  await expect(guest.getByTestId("project-title")).toBeVisible();
  const used = page.getByTestId("share-link").filter({ hasText: "1 of 5 guests" });
  await used.getByRole("button", { name: "Revoke this link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(used).toHaveCount(0);
  await expect(page.getByTestId("member").filter({ hasText: "Park" })).toHaveCount(0);
});

test("roles change live, the last admin is kept, and everything is in the activity", async ({
  page,
  browser,
  request,
}) => {
  await logIn(page, "owner", `/login?next=${PEOPLE}`);
  const role = page.getByLabel("Role of Viewer");
  await expect(page.getByLabel("Role of Owner")).toBeDisabled();
  await expect(page.getByText("The only admin.", { exact: false })).toBeVisible();

  const viewer = await (await browser.newContext({ locale: "en-US" })).newPage();
  await logIn(viewer, "viewer", `/login?next=${PEOPLE}`);
  await expect(viewer.getByTestId("member").filter({ hasText: "you" })).toContainText("Viewer");
  await expect(viewer.getByRole("button", { name: "Invite people" })).toHaveCount(0);
  await role.selectOption("Admin");
  await expect(viewer.getByRole("button", { name: "Invite people" })).toBeVisible();
  await expect(page.getByLabel("Role of Owner")).toBeEnabled();
  await role.selectOption("Viewer");
  await expect(viewer.getByRole("button", { name: "Invite people" })).toHaveCount(0);

  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.getByText("Owner made Viewer a viewer")).toBeVisible();
  expect(await findings(page)).toEqual([]);
  const reviewer = await apiOf(request, "reviewer");
  const [first] = await reviewer.get(`feedbacks?project_id=${stack.project}&order=timestamp`);
  await reviewer.post("comments", { feedback_id: first.id, content: "Said while you look." });
  const said = page.getByRole("link", { name: /Reviewer commented.*Said while you look/ });
  await said.click();
  await expect(page.getByTestId("comment-list")).toContainText("Said while you look.");
});

test("a role that another admin has changed meanwhile is given knowingly", async ({
  page,
  request,
}) => {
  const owner = await apiOf(request, "owner");
  const members = await owner.get(`projects/${stack.project}/members`);
  const editor = members.find(({ user }: { user: { name: string } }) => user.name === "Editor");
  const path = `projects/${stack.project}/members/${editor.user.id}`;
  await holdBack(page, "member.updated");
  await logIn(page, "owner", `/login?next=${PEOPLE}`);
  const role = page.getByLabel("Role of Editor");
  await expect(role).toHaveValue("editor");
  await owner.patch(path, { role: "reviewer" });
  await role.selectOption("Viewer");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("definition")).toHaveText(["Reviewer", "Viewer"]);
  expect(await findings(page, "region")).toEqual([]);
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(role).toHaveValue("viewer");
  await expect(dialog).toHaveCount(0);
});
