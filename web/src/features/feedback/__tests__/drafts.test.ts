import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emptyDraft } from "../model/draft";
import {
  draftReturned,
  draftsRestored,
  feedbackFormReducer,
  formOpened,
  selectDrafts,
  selectOpenDraft,
  shapeRemoved,
  shapeSelected,
  shapesChanged,
  undone,
} from "../model/form-slice";
import { keepChanges } from "../model/use-kept-drafts";

type Form = ReturnType<typeof feedbackFormReducer>;
const root = (feedbackForm: Form) => ({ features: { feedbackForm } });
const stateOf = (...actions: Parameters<typeof feedbackFormReducer>[1][]) =>
  root(actions.reduce<Form | undefined>(feedbackFormReducer, undefined) as Form);
const written = { ...emptyDraft(30), content: "Too dark" };
const shape = (x: number) => ({
  type: "arrow" as const,
  coordinates: [x, 0, 1, 1],
  style: { color: "#FF3B30", width: 4 },
});

describe("drafts", () => {
  it("that come back open in the room of their own video only", () => {
    const state = stateOf(draftReturned({ videoId: "a", draft: written }));

    expect(selectOpenDraft(state, "b")).toBeUndefined();
    expect(selectOpenDraft(state, "a")).toEqual(written);
  });

  it("are seen by their author only", () => {
    const restored = { videoId: "a", drafts: [written] };
    const mine = draftsRestored({ userId: "me", ...restored });
    const theirs = draftsRestored({ userId: "other", videoId: "a", drafts: [] });

    expect(selectDrafts(stateOf(mine), "a")).toEqual({ 30: written });
    expect(selectDrafts(stateOf(mine, theirs), "a")).toEqual({});
  });

  it("lose the shape that is selected, and nothing is selected then", () => {
    const actions = [
      formOpened({ videoId: "a", frame: 1 }),
      shapesChanged([shape(0), shape(0.5)]),
      shapeSelected(0),
      shapeRemoved(),
    ];
    const { form, draft } = look(...actions);
    expect([draft?.shapes, form.selected]).toEqual([[shape(0.5)], null]);
    expect(look(...actions, undone()).draft?.shapes).toEqual([shape(0), shape(0.5)]);
  });
});

describe("what is kept of drafts", () => {
  const device = new Map<string, string>();
  beforeEach(() =>
    vi.stubGlobal("localStorage", {
      setItem: (key: string, text: string) => device.set(key, text),
      removeItem: (key: string) => device.delete(key),
    }),
  );
  afterEach(() => {
    vi.unstubAllGlobals();
    device.clear();
  });

  it("is forgotten when its words are taken away, but not what another tab keeps", () => {
    device.set("30", "another tab's");
    const blank = { 30: emptyDraft(30) };

    keepChanges({}, blank, String);
    keepChanges(blank, {}, String);
    expect(device.get("30")).toBe("another tab's");

    keepChanges(blank, { 30: written }, String);
    expect(JSON.parse(device.get("30") ?? "")).toEqual(written);
    keepChanges({ 30: written }, blank, String);
    expect(device.size).toBe(0);
  });
});

function look(...actions: Parameters<typeof stateOf>) {
  const state = stateOf(...actions);
  return { form: state.features.feedbackForm, draft: selectOpenDraft(state, "a") };
}
