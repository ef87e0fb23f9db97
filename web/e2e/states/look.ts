import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { findings } from "../axe";
import { type Language, type Texts, textsOf } from "../texts";

/** Somebody who goes through pages, and has each state looked at. */
export type Visit = {
  page: Page;
  t: Texts;
  /** Look at the page as it is. `open` is over it: a menu, a dialog, outside of all landmarks. */
  look: (state: string, open?: "open") => Promise<void>;
};

export const LOOKS: { language: Language; locale: string; colorScheme: "light" | "dark" }[] = [
  { language: "en", locale: "en-US", colorScheme: "light" },
  { language: "ko", locale: "ko-KR", colorScheme: "dark" },
];

/** Make the visit, and return what axe has found in all of its states. */
export async function visited(
  browser: Browser,
  { language, ...options }: (typeof LOOKS)[number],
  go: (visit: Visit, request: APIRequestContext) => Promise<void>,
): Promise<string[]> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const found: string[] = [];
  const look: Visit["look"] = async (state, open) => {
    const all = await findings(page, ...(open ? ["region"] : []));
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
  await look(state, "open");
  await page.keyboard.press("Escape");
  await layer.waitFor({ state: "detached" });
}
