import type { Page } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page as it is, in short, some of its rules left out. */
export async function findings(page: Page, ...off: string[]): Promise<string[]> {
  // Colours and sizes that are on their way to others have no contrast and no size of their own.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      const endless = effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY;
      return endless || playState !== "running";
    }),
  );
  // A page keeps it from one look to the next: giving it half a megabyte takes longer than a look.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const options: RunOptions = {
    runOnly: RULES,
    rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
    resultTypes: ["violations"],
  };
  const found = await page.evaluate(async (given) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(given);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => ({ id, html, summary: failureSummary ?? "" })),
    );
  }, options);
  return found.map(({ id, html, summary }) => `${id}: ${html.slice(0, 160)} ${summary}`);
}
