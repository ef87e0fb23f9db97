import { describe, expect, it } from "vitest";
import { type Comment, commentAdded, commentIdsOf, commentReducer, threadLoaded } from "..";

const comment = (id: string, changes: Partial<Comment> = {}) =>
  ({
    id,
    feedback_id: "f",
    content: id,
    updated_at: "2026-05-01T09:00:00Z",
    ...changes,
  }) as Comment;

const having = (...comments: Comment[]) =>
  comments.reduce(
    (state, one) => commentReducer(state, commentAdded(one)),
    commentReducer(undefined, { type: "begun" }),
  );

const contents = (state: ReturnType<typeof having>) =>
  Object.values(state.entities).map(({ content }) => content);

describe("a thread that is read", () => {
  it("loses what is not listed any more", () => {
    const state = having(comment("gone"), comment("here"));
    const known = commentIdsOf({ entities: { comments: state } }, "f");
    const read = commentReducer(state, threadLoaded({ known, comments: [comment("here")] }));
    expect(contents(read)).toEqual(["here"]);
  });

  it("keeps what came by an event while it was read, and what is being sent", () => {
    const before = having(comment("here"), comment("sending", { _optimistic: true }));
    const known = commentIdsOf({ entities: { comments: before } }, "f");
    const meanwhile = commentReducer(before, commentAdded(comment("new")));
    const read = commentReducer(meanwhile, threadLoaded({ known, comments: [comment("here")] }));
    expect(contents(read).sort()).toEqual(["here", "new", "sending"]);
  });

  it("does not go back behind an edit that was told meanwhile", () => {
    const edited = comment("here", { content: "edited", updated_at: "2026-05-01T09:00:01Z" });
    const read = commentReducer(
      having(edited),
      threadLoaded({ known: ["here"], comments: [comment("here")] }),
    );
    expect(contents(read)).toEqual(["edited"]);
  });
});
