import type { Locator, Page } from "@playwright/test";
import { InputMethod } from "./input-method";
import { apiOf, codeFor, expect, linkFor, logIn, mailTo, stack, test } from "./stack";
import { textsOf } from "./texts";

const t = textsOf("ko");
const KOREAN = { locale: "ko-KR" };
const ROOM = `/projects/${stack.project}/videos/${stack.video}`;

async function choose(page: Page, button: Locator): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await button.click();
  await (await chooser).setFiles(stack.videoFile);
}

test("from the sign-up to the approval, pages and mails speak Korean", async ({ browser }) => {
  const now = Date.now();
  const [owner, client] = [`jiwoo-${now}@example.com`, `minji-${now}@client.example`];
  const page = await (await browser.newContext(KOREAN)).newPage();
  const button = (key: string, values = {}) =>
    page.getByRole("button", { name: t(key, values), exact: true });
  const dialog = page.getByRole("dialog");

  await page.goto("/signup");
  await expect(page).toHaveTitle("계정 만들기 · VideoPlanet");
  await page.getByLabel(t("auth.name")).fill("한지우");
  await page.getByLabel(t("auth.email")).fill(owner);
  await page.getByLabel(t("auth.password"), { exact: true }).fill(stack.password);
  await button("auth.signUp").click();
  expect(await mailTo(owner, /(아래 코드를 입력하세요)/)).toBeTruthy();
  await page.getByLabel(t("auth.code")).fill(await codeFor(owner));
  await button("auth.verify").click();

  await button("projects.new").first().click();
  await dialog.getByLabel(t("projects.name")).fill("여름 캠페인");
  await dialog.getByRole("button", { name: t("projects.create") }).click();
  await expect(page.getByRole("heading", { name: "여름 캠페인" })).toBeVisible();
  await choose(page, button("upload.upload").first());
  const card = page.getByTestId("video-card");
  await expect(card).toContainText("리뷰 중", { timeout: 30_000 });

  await page.getByRole("link", { name: t("people.people") }).click();
  await expect(page).toHaveTitle("멤버 · 여름 캠페인 · VideoPlanet");
  await button("people.invite").click();
  await dialog.getByLabel(t("people.addresses")).fill(client);
  await dialog.getByRole("button", { name: "초대 1건 보내기" }).click();
  expect(await mailTo(client, /(한지우 님이 .*여름 캠페인.* 리뷰에 초대했어요)/)).toBeTruthy();

  const guest = await (await browser.newContext(KOREAN)).newPage();
  await guest.goto(await linkFor(client));
  await expect(guest.getByTestId("connection")).toHaveText("실시간 연결됨");
  await guest.getByTestId("give-feedback").click();
  await guest.getByTestId("feedback-input").click();
  const hands = await InputMethod.of(guest);
  await hands.compose("ㄹ", "로", "록");
  await hands.end("로고가 늦어요 ");
  await guest.keyboard.insertText("@한");
  await guest.getByRole("listbox").getByRole("option", { name: "한지우" }).click();
  await guest.getByTestId("submit-feedback").click();
  await expect(guest.getByTestId("feedback-list")).toContainText("로고가 늦어요");

  // The owner's browser does not say it any more: the language was kept with the sign-up.
  expect(await mailTo(owner, /(님이 회원님을 언급했어요)/)).toBeTruthy();

  await page.goto("/");
  await page.getByRole("link", { name: /여름 캠페인/ }).click();
  await card.getByRole("link").click();
  await page
    .getByTestId("feedback-list")
    .getByRole("button", { name: /로고가/ })
    .click();
  await button("panel.resolve").click();
  await expect(page.getByRole("button", { name: "상태: 해결됨" })).toBeVisible();
  await page.getByTestId("review").click();
  await page.getByTestId("approve").click();
  await expect(guest.getByTestId("review")).toHaveText("승인됨");
  await page.context().close();
  await guest.context().close();
});

test("a key that ends or gives up a syllable sends nothing and throws nothing away", async ({
  browser,
  request,
}) => {
  const page = await (await browser.newContext(KOREAN)).newPage();
  await logIn(page, "owner", `/login?next=${ROOM}`);
  const hands = await InputMethod.of(page);
  await page.getByTestId("feedback-marker-1").click();

  // A comment: Enter ends the syllable, and sends only when it is pressed again.
  const comment = page.getByTestId("comment-input");
  await comment.click();
  await hands.compose("ㅈ", "조", "좋");
  await hands.press("Enter");
  await hands.press("Escape");
  await expect(comment).toBeFocused();
  await hands.end("좋아요");
  await expect(comment).toHaveValue("좋아요");
  await expect(page.getByTestId("comment-list").getByRole("listitem")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("comment-list")).toContainText("좋아요");
  await expect(comment).toHaveValue("");

  // An edit: Escape gives up the syllable, not the edit.
  await page.getByRole("button", { name: t("panel.moreOf", { name: "Owner" }) }).click();
  await page.getByRole("menuitem", { name: t("panel.edit") }).click();
  const edit = page.getByTestId("edit-input");
  await edit.fill("아주 ");
  await hands.compose("ㅈ", "조");
  await hands.press("Escape");
  await hands.press("Enter");
  await expect(edit).toBeVisible();
  await hands.end("좋아요");
  await expect(edit).toHaveValue("아주 좋아요");
  await page.getByRole("button", { name: t("panel.save"), exact: true }).click();
  await expect(page.getByTestId("comment-list")).toContainText("아주 좋아요");

  // The form, a tag, the search, a dialog.
  await page.getByRole("button", { name: t("room.allFeedback") }).click();
  await page.getByTestId("give-feedback").click();
  const input = page.getByTestId("feedback-input");
  await input.click();
  await hands.compose("ㅂ", "바", "밝");
  await hands.press("Escape");
  await expect(page.getByTestId("feedback-form")).toBeVisible();
  await hands.end("밝게");
  await page.getByTestId("feedback-tags").click();
  await hands.compose("ㅅ", "새", "색");
  await hands.press("Enter");
  await hands.end("색감");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("button", { name: t("give.removeTag", { tag: "색감" }) }),
  ).toHaveCount(1);
  await expect(page.getByRole("button", { name: /태그 빼기$/ })).toHaveCount(1);
  await page.getByTestId("submit-feedback").click();
  await expect(page.getByTestId("feedback-list")).toContainText("밝게");
  const search = page.getByRole("searchbox");
  await search.click();
  await hands.compose("ㅂ", "바", "밝");
  await hands.press("Escape");
  await hands.end("밝");
  await expect(search).toHaveValue("밝");
  await page.goto("/");
  await page
    .getByRole("button", { name: t("projects.new") })
    .first()
    .click();
  await page.getByRole("dialog").getByLabel(t("projects.name")).click();
  await hands.compose("ㅇ", "여");
  await hands.press("Escape");
  await hands.press("Enter");
  await hands.end("여름");
  await expect(page.getByRole("dialog").getByLabel(t("projects.name"))).toHaveValue("여름");

  // What was sent was sent once.
  const owner = await apiOf(request, "owner");
  const all = await owner.get(`feedbacks?project_id=${stack.project}&limit=500`);
  const ours = all.filter(({ content }: { content: string }) => content === "밝게");
  expect(ours).toMatchObject([{ tags: ["색감"] }]);
  await page.context().close();
});
