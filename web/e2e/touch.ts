import type { Locator, Page } from "@playwright/test";

type Point = { x: number; y: number };

/** A phone and a tablet, as they are held. */
export const PHONE = {
  locale: "en-US",
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};
export const TABLET = { ...PHONE, viewport: { width: 820, height: 1180 } };
export const SIDEWAYS = { ...PHONE, viewport: { width: 844, height: 390 } };

/** A place in an element, in shares of it. */
export async function placeIn(element: Locator, x: number, y: number): Promise<Point> {
  const box = await element.boundingBox();
  if (!box) throw new Error("nothing to touch");
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

/** Put fingers on the screen, move them through places, and lift them: one list for each finger. */
export async function fingers(page: Page, ...ways: Point[][]): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const at = (step: number) =>
    ways.flatMap((way, id) => {
      const point = way[Math.min(step, way.length - 1)];
      return point ? [{ ...point, id }] : [];
    });
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: object[]) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints } as never);
  // One after the other, as fingers come.
  for (let count = 1; count <= ways.length; count++)
    await touch("touchStart", at(0).slice(0, count));
  const steps = Math.max(...ways.map(({ length }) => length));
  for (let step = 1; step < steps; step++) await touch("touchMove", at(step));
  await touch("touchEnd", []);
}

/** Places on a straight line between two. */
export const line = (from: Point, to: Point, steps = 8): Point[] =>
  [...Array(steps + 1).keys()].map((step) => ({
    x: from.x + ((to.x - from.x) * step) / steps,
    y: from.y + ((to.y - from.y) * step) / steps,
  }));

/** What can be pressed and is smaller than `least` pixels, with its size. */
export const smallerThan = (page: Page, least: number): Promise<string[]> =>
  page.evaluate((most) => {
    const pressable = "a[href], button, input, select, textarea, [role=radio], [role=slider]";
    return [...document.querySelectorAll<HTMLElement>(pressable)].flatMap((element) => {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return [];
      // A field's label is pressed as well.
      const target = element.matches("input") ? (element.closest("label") ?? element) : element;
      const { width, height } = target.getBoundingClientRect();
      const isSeen = width > 1 && height > 1;
      const isInText = getComputedStyle(target).display === "inline";
      if (!isSeen || isInText || Math.min(width, height) >= most) return [];
      const name = element.getAttribute("aria-label") ?? element.textContent ?? element.outerHTML;
      return [`${name.slice(0, 60)}: ${Math.round(width)}×${Math.round(height)}`];
    });
  }, least);
