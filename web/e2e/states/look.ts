import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { findings } from "../axe";
import { type Language, type Texts, textsOf } from "../texts";

/** Somebody who goes through pages, and has each state looked at. */
export type Visit = {
  page: Page;
  t: Texts;
  look: (state: string) => Promise<void>;
};

/** How the pages are looked at. */
export type Look = { language: Language; locale: string; colorScheme: "light" | "dark" };

/** Make the visit, and return what axe has found in all of its states. */
export async function visited(
  browser: Browser,
  { language, ...options }: Look,
  go: (visit: Visit, request: APIRequestContext) => Promise<void>,
): Promise<string[]> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const found: string[] = [];
  const look: Visit["look"] = async (state) => {
    // What lies over the page, a menu or a hint, is at the end of it, outside of every landmark.
    const isOver = (await page.locator("[data-base-ui-portal] > *").count()) > 0;
    const all = await findings(page, ...(isOver ? ["region"] : []));
    found.push(...all.map((finding) => `${state}: ${finding}`));
    if ((await page.title()) === "VideoPlanet") found.push(`${state}: the page has no name`);
  };
  await go({ page, t: textsOf(language), look }, context.request);
  await context.close();
  return found;
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
