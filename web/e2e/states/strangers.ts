import type { APIRequestContext } from "@playwright/test";
import { apiOf, codeFor, stack } from "../stack";
import type { Visit } from "./look";

/** Log-in, sign-up, reset, and addresses that lead nowhere. */
export async function seeAuthPages({ page, t, look }: Visit): Promise<void> {
  const [email, password] = [
    page.locator("input[type=email]"),
    page.locator("input[type=password]"),
  ];
  const send = page.locator("button[type=submit]");
  await page.goto("/login");
  await look("log-in");
  await email.fill("owner@example.com");
  await password.fill("not the password");
  await send.click();
  await page.getByRole("alert").first().waitFor();
  await look("log-in refused");
  const settings = page.getByRole("button", { name: t("common.language") });
  await settings.first().click();
  await page.getByRole("menu").waitFor();
  await look("language and appearance");

  await page.goto("/signup");
  await page.getByLabel(t("auth.name")).fill("Han");
  await email.fill("han@nowhere");
  await password.fill("short");
  await send.click();
  await page.locator("[aria-invalid=true], [data-invalid]").first().waitFor();
  await look("sign-up refused");
  const address = `han-${Date.now()}@example.com`;
  await email.fill(address);
  await password.fill(stack.password);
  await send.click();
  await page.getByLabel(t("auth.code"), { exact: true }).waitFor();
  await codeFor(address);
  await look("code of a sign-up");

  await page.goto("/reset");
  await email.waitFor();
  await look("reset");
  await email.fill(`nobody-${Date.now()}@example.com`);
  await send.click();
  await page.getByLabel(t("auth.newPassword")).waitFor();
  await look("code of a reset");

  await page.goto("/nowhere/at/all");
  await page.getByRole("heading", { name: t("common.notFound") }).waitFor();
  await look("wrong address");
  await page.goto(`/feedback/public/${stack.project}?token=nonsense`);
  await page.getByRole("heading", { name: t("door.refused.unknown") }).waitFor();
  await look("wrong invitation");
}

/** The door of a link with a password, and the room as a guest has it. */
export async function seeDoor({ page, t, look }: Visit): Promise<void> {
  await page.goto(`${stack.linkWithPassword}&video=${stack.video}`);
  const name = page.getByLabel(t("door.yourName"));
  await name
    .or(page.getByLabel(t("door.name")))
    .first()
    .waitFor();
  await look("door");
  await page.locator("input").first().fill("Lee");
  const enter = page.getByRole("button", { name: t("door.enter") });
  await enter.click();
  const password = page.getByLabel(t("door.password"));
  await password.waitFor();
  await look("door with a password");
  await password.fill("guessed");
  await enter.click();
  await page.getByText(t("door.wrongPassword")).waitFor();
  await look("wrong password");
  await password.fill("open sesame");
  await enter.click();
  await page.getByTestId("feedback-list").getByRole("button").first().waitFor();
  await look("room of a guest");
  await page.getByRole("button", { name: t("door.asName", { name: "Lee" }) }).click();
  await page.getByRole("dialog").waitFor();
  await look("name of a guest");
}

/** Links that let nobody in any more. */
export async function seeClosedDoors(
  { page, t, look }: Visit,
  request: APIRequestContext,
): Promise<void> {
  const owner = await apiOf(request, "owner");
  const link = async (more: object) => {
    const body = { project_id: stack.project, role: "viewer", ...more };
    const { url } = await owner.post("share-links", body);
    return new URL(url);
  };
  const end = Date.now() + 1000;
  const expired = await link({ expires_at: new Date(end).toISOString() });
  const full = await link({ max_guests: 1 });
  await request.post("/api/v1/share-links/enter", {
    data: { token: full.searchParams.get("link"), name: "First" },
  });
  for (const [reason, { pathname, search }] of Object.entries({ full, expired })) {
    await page.goto(pathname + search);
    await page.waitForFunction((ended) => Date.now() > ended, end);
    await page.getByLabel(t("door.name"), { exact: true }).fill("Lee");
    await page.getByRole("button", { name: t("door.enter") }).click();
    await page.getByRole("heading", { name: t(`door.refused.${reason}`) }).waitFor();
    await look(`link: ${reason}`);
  }
}
