import type { APIRequestContext, Browser, BrowserContext, Page } from "@playwright/test";
import { findings } from "../axe";
import { expect, stack } from "../stack";
import { type Language, type Texts, textsOf } from "../texts";

/** Somebody who goes through pages, and has each state looked at. */
export type Visit = {
  page: Page;
  t: Texts;
  look: (state: string) => Promise<void>;
  /** Somebody else, in a browser of their own. */
  another: () => Promise<Pick<Visit, "page" | "look">>;
};

/** How the pages are looked at. */
export type Look = { language: Language; locale: string; colorScheme: "light" | "dark" };

/** Make the visit, and return what axe has found in all of its states. */
export async function visited(
  browser: Browser,
  { language, ...options }: Look,
  go: (visit: Visit, request: APIRequestContext) => Promise<void>,
): Promise<string[]> {
  const found: string[] = [];
  const first = await browser.newContext(options);
  const contexts = [first];
  const enter = async (context: BrowserContext) => {
    const page = await context.newPage();
    const look: Visit["look"] = async (state) => {
      // What lies over the page, a menu or a hint, is at the end of it, outside of every landmark.
      const isOver = (await page.locator("[data-base-ui-portal] > *").count()) > 0;
      const all = await findings(page, ...(isOver ? ["region"] : []));
      found.push(...all.map((finding) => `${state}: ${finding}`));
      if ((await page.title()) === "VideoPlanet") found.push(`${state}: the page has no name`);
    };
    return { page, look };
  };
  const another = async () => {
    const context = await browser.newContext(options);
    contexts.push(context);
    return enter(context);
  };
  await go({ ...(await enter(first)), t: textsOf(language), another }, first.request);
  for (const context of contexts) await context.close();
  return found;
}

/** Come to a page as a member of the cast, past the page of the log-in, which has its own visit. */
export async function arrive(page: Page, name: string, path: string): Promise<void> {
  const answer = await page.request.post("/api/v1/auth/login", {
    data: { email: `${name}@example.com`, password: stack.password },
    headers: { "X-Token-Delivery": "cookie", Origin: String(process.env.BASE_URL) },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await page.goto(path);
}

/** Open what a button opens, look at it, and close it again. */
export async function opened(
  { page, look }: Visit,
  state: string,
  open: () => Promise<void>,
  role: "menu" | "dialog",
): Promise<void> {
  const layer = page.getByRole(role).last();
  await open();
  await layer.waitFor();
  await look(state);
  await page.keyboard.press("Escape");
  await layer.waitFor({ state: "detached" });
}
