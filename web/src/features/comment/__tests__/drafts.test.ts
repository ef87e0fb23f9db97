import { expect, it } from "vitest";
import {
  commentSystemReducer,
  draftChanged,
  draftReturned,
  draftsRestored,
  replyBegun,
  selectReplies,
  sent,
} from "../model/slice";

const reply = (content: string, id = "f1") => ({ id, videoId: "v", content });
const after = (...actions: Parameters<typeof commentSystemReducer>[1][]) =>
  actions.reduce(commentSystemReducer, commentSystemReducer(undefined, { type: "" }));
const replies = (state: ReturnType<typeof after>, videoId = "v") =>
  selectReplies({ features: { commentSystem: state } }, videoId);

it("puts what was refused above what was begun meanwhile", () => {
  const state = after(
    draftChanged(reply("first")),
    sent("f1"),
    draftChanged(reply("second")),
    draftReturned({ ...reply("first"), replyTo: "c" }),
  );
  expect(replies(state)).toEqual({ f1: { ...reply("first\nsecond"), replyTo: "c" } });
});

it("restores what the device has kept, but not over what is typed here", () => {
  const kept = {
    f1: { ...reply("old"), replyTo: "c1" },
    f2: { ...reply("kept", "f2"), replyTo: "c2" },
  };
  const state = after(draftChanged(reply("here")), draftsRestored(kept));
  expect(replies(state)).toEqual({ f1: { ...reply("here"), replyTo: undefined }, f2: kept.f2 });
});

it("forgets an empty one, and gives each video its own", () => {
  const other = { id: "f9", videoId: "w", content: "elsewhere" };
  const state = after(
    replyBegun({ feedbackId: "f9", commentId: "c" }),
    draftChanged(other),
    draftChanged(reply("a")),
    draftChanged(reply("")),
  );
  expect(replies(state)).toEqual({});
  expect(replies(state, "w")).toEqual({ f9: { ...other, replyTo: "c" } });
});
