import { describe, expect, it } from "vitest";
import type { ProjectEvent } from "@/entities/activity";
import { deedsOf } from "../deeds";

const kim = { id: "kim", name: "Kim", email: null, avatar_url: null };
const lee = { id: "lee", name: "Lee", email: null, avatar_url: null };
const feedback = {
  id: "f1",
  video_id: "v1",
  user: kim,
  content: "Too dark",
  timestamp: 12.5,
  status: "open",
  priority: "medium",
  assignee: null,
};
const video = { id: "v1", uploader: kim, title: "Cut", version: 1, review_status: "pending" };

/** Events with the seqs 1, 2, …; `actor` is Kim unless another one is given. */
const log = (...events: { type: string; payload: object; actor?: string | null }[]) =>
  events.map((event, index) => ({
    at: "2026-01-01T00:00:00Z",
    actor: "kim",
    seq: index + 1,
    ...event,
  })) as unknown as ProjectEvent[];

const said = (events: ProjectEvent[]) =>
  deedsOf(events).deeds.map(({ seq: _seq, at: _at, actor: _actor, ...what }) => what);

describe("deedsOf", () => {
  it("says what an update changed, the newest first", () => {
    const events = log(
      { type: "feedback.created", payload: feedback },
      { type: "feedback.updated", payload: { ...feedback, status: "resolved" } },
      { type: "feedback.updated", payload: { ...feedback, status: "resolved", assignee: lee } },
    );
    const about = { text: "Too dark", moment: 12.5, target: { feedbackId: "f1", videoId: "v1" } };
    expect(said(events)).toEqual([
      { kind: "assigned", person: "Lee", ...about },
      { kind: "statusChanged", status: "resolved", ...about },
      { kind: "feedbackGiven", ...about },
    ]);
  });

  it("leaves out what workers did on the way", () => {
    const ready = { ...video, status: "ready" };
    const events = log(
      { type: "video.created", payload: { ...video, status: "uploading" } },
      { type: "video.updated", payload: { ...video, status: "processing" } },
      { type: "video.updated", payload: ready, actor: null },
      { type: "feedback.created", payload: feedback },
      { type: "feedback.updated", payload: feedback, actor: null },
    );
    expect(said(events).map(({ kind }) => kind)).toEqual([
      "feedbackGiven",
      "videoReady",
      "videoAdded",
    ]);
  });

  it("tells the place of a text that is gone, and not the text", () => {
    const events = log(
      { type: "feedback.created", payload: { id: "f1", redacted: true } },
      { type: "feedback.updated", payload: { ...feedback, content: "Much too dark" } },
      { type: "comment.added", payload: { id: "c1", redacted: true } },
    );
    expect(said(events)).toEqual([
      { kind: "commented", target: {} },
      {
        kind: "feedbackEdited",
        text: "Much too dark",
        moment: 12.5,
        target: { feedbackId: "f1", videoId: "v1" },
      },
      {
        kind: "feedbackGiven",
        text: "Much too dark",
        moment: 12.5,
        target: { feedbackId: "f1", videoId: "v1" },
      },
    ]);
  });

  it("names people who have left", () => {
    const member = { id: "lee", user: lee, role: "viewer" };
    const events = log(
      { type: "member.joined", payload: member },
      { type: "member.updated", payload: { ...member, role: "editor" } },
      { type: "member.removed", payload: { id: "lee" }, actor: "lee" },
    );
    const { deeds, people } = deedsOf(events);
    expect(deeds.map(({ kind, person, role }) => ({ kind, person, role }))).toEqual([
      { kind: "left", person: "Lee", role: undefined },
      { kind: "roleChanged", person: "Lee", role: "editor" },
      { kind: "added", person: "Lee", role: "viewer" },
    ]);
    expect(people.get("lee")).toEqual(lee);
  });

  it("tells who made and ended a token, and that one expired", () => {
    const bot = { ...lee, id: "bot", name: "Render farm", kind: "bot" };
    const payload = { id: "t1", name: "Render farm", user: bot };
    const events = log(
      { type: "token.created", payload, actor: "lee" },
      { type: "token.ended", payload, actor: "lee" },
      { type: "token.ended", payload, actor: null },
    );
    const { deeds, people } = deedsOf(events);
    expect(deeds.map(({ kind, title }) => ({ kind, title }))).toEqual([
      { kind: "tokenExpired", title: "Render farm" },
      { kind: "tokenEnded", title: "Render farm" },
      { kind: "tokenMade", title: "Render farm" },
    ]);
    expect(people.get("bot")?.kind).toBe("bot");
  });

  it("knows an approval by who gave it, also without the row before it", () => {
    const approved = { ...video, review_status: "approved", reviewed_by: lee };
    expect(
      said(log({ type: "video.updated", payload: approved, actor: "lee" })).map(({ kind }) => kind),
    ).toEqual(["approved"]);
    expect(said(log({ type: "video.updated", payload: approved }))).toEqual([]);
  });
});
