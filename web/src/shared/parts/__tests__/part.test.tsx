import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { part, retryMissing, useIsMissing } from "..";

let isAway: boolean;
let page: HTMLElement;
let root: ReturnType<typeof createRoot>;

const Dialog = part(
  async () => {
    if (isAway) throw new Error("ChunkLoadError");
    return ({ title }: { title: string }) => <dialog open>{title}</dialog>;
  },
  () => <i>waiting</i>,
);
const Notice = () => (useIsMissing() ? <b>missing</b> : null);

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  isAway = true;
  page = document.body.appendChild(document.createElement("main"));
  root = createRoot(page);
});
afterEach(async () => {
  await act(async () => root.unmount());
  page.remove();
  vi.unstubAllGlobals();
});

const show = (isAsked: boolean) =>
  act(async () =>
    root.render(
      <>
        <p>the room</p>
        {isAsked && <Dialog title="Export" />}
        <Notice />
      </>,
    ),
  );

it("leaves the page as it is where a part cannot be loaded, and tries again when asked", async () => {
  await show(true);
  expect(page.textContent).toBe("the roomwaitingmissing");

  await act(async () => retryMissing());
  expect(page.textContent).toBe("the roomwaitingmissing");

  isAway = false;
  await act(async () => retryMissing());
  expect(page.textContent).toBe("the roomExport");

  isAway = true; // it was loaded once
  await show(false);
  await show(true);
  expect(page.textContent).toContain("the roomExport");
});

it("misses nothing that is no longer wanted", async () => {
  const Other = part(() => Promise.reject<() => null>(new Error("ChunkLoadError")));
  await act(async () =>
    root.render(
      <>
        <Other />
        <Notice />
      </>,
    ),
  );
  expect(page.textContent).toBe("missing");
  await act(async () => root.render(<Notice />));
  expect(page.textContent).toBe("");
});
