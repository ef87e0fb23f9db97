"use client";

import { useSelector } from "react-redux";
import type { Placed } from "@/entities/comment";
import { type Feedback, selectFeedback } from "@/entities/feedback";
import { isAtLeast, type Role } from "@/entities/project";
import { type Reply, replyChanged, selectReplies } from "@/features/comment";
import { type Draft, draftDiscarded, selectDrafts } from "@/features/feedback";
import { type Edit, editEnded, selectEdits } from "@/features/text-edit";
import { selectConnection } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { type Unsent, UnsentTexts } from "@/shared/ui";
import { rightsOver } from "../lib/rights";

type State = Parameters<typeof selectFeedback>[0] &
  Parameters<typeof selectReplies>[0] &
  Parameters<typeof selectDrafts>[0] &
  Parameters<typeof selectEdits>[0];
type Why = NonNullable<Unsent["why"]>;

/** Says what was typed about something, why it can't be sent, and throws it away. */
function useUnsent(videoId: string) {
  const dispatch = useAppDispatch();
  const hasEnded = useSelector(selectConnection) === "ended";
  return {
    /** Why somebody may no longer write. */
    barred: hasEnded ? ("accessEnded" as const) : ("roleGone" as const),
    ofReply: ({ id, content }: Reply, why: Why): Unsent => ({
      key: `reply:${id}`,
      kind: "reply",
      text: content,
      why,
      onDiscard: () => dispatch(replyChanged({ id, videoId, content: "" })),
    }),
    ofEdit: ({ id, text }: Edit, why: Why): Unsent => ({
      key: `edit:${id}`,
      kind: "edit",
      text,
      why,
      onDiscard: () => dispatch(editEnded(id)),
    }),
    ofDraft: ({ frame, content }: Draft, why: Why): Unsent => ({
      key: `draft:${frame}`,
      kind: "feedback",
      text: content,
      why,
      onDiscard: () => dispatch(draftDiscarded({ videoId, frame })),
    }),
  };
}

type HereProps = {
  videoId: string;
  role: Role;
  /** The list is read: what is not in it is gone. */
  loaded: boolean;
};

/** What was written in a room and has no form there any more. */
export function UnsentHere({ videoId, role, loaded }: HereProps) {
  const replies = Object.values(useSelector((state: State) => selectReplies(state, videoId)));
  const edits = Object.values(useSelector((state: State) => selectEdits(state, videoId)));
  const drafts = Object.values(useSelector((state: State) => selectDrafts(state, videoId)));
  const about = [...replies.map(({ id }) => id), ...edits.map(({ feedbackId }) => feedbackId)];
  const gone = useSelector((state: State) =>
    about.filter((id) => loaded && !selectFeedback(state, id)).join(),
  );
  const { barred, ofReply, ofEdit, ofDraft } = useUnsent(videoId);
  const mayReview = isAtLeast(role, "reviewer");
  const whyNot = (feedbackId: string): Why | null => {
    if (gone.includes(feedbackId)) return "feedbackGone";
    return mayReview ? null : barred;
  };
  const texts: Unsent[] = [];
  for (const draft of drafts) {
    if (!mayReview && draft.content.trim()) texts.push(ofDraft(draft, barred));
  }
  for (const reply of replies) {
    const why = whyNot(reply.id);
    if (why) texts.push(ofReply(reply, why));
  }
  for (const edit of edits) {
    const why = whyNot(edit.feedbackId);
    if (why) texts.push(ofEdit(edit, why));
  }
  return <UnsentTexts texts={texts} />;
}

type ThreadProps = {
  feedback: Feedback;
  videoId: string;
  thread: Placed[];
  /** The thread is read: what is not in it is gone. */
  loaded: boolean;
  meId: string;
  role: Role;
};

/** The same of an open thread: its comments may be gone, or the right to write in it. */
export function UnsentInThread({ feedback, videoId, thread, loaded, meId, role }: ThreadProps) {
  const replies = useSelector((state: State) => selectReplies(state, videoId));
  const edits = Object.values(useSelector((state: State) => selectEdits(state, videoId)));
  const { barred, ofReply, ofEdit } = useUnsent(videoId);
  const reply = replies[feedback.id];
  const whyNot = ({ kind, id }: Edit): Why | null => {
    const comment = thread.find((placed) => placed.comment.id === id)?.comment;
    const target = kind === "feedback" ? feedback : comment;
    if (!target || comment?.deleted_at) return loaded ? "commentGone" : null;
    return rightsOver(target, meId, role).mayEdit ? null : barred;
  };
  const texts: Unsent[] = [];
  for (const edit of edits) {
    const why = edit.feedbackId === feedback.id ? whyNot(edit) : null;
    if (why) texts.push(ofEdit(edit, why));
  }
  if (reply && !isAtLeast(role, "reviewer")) texts.push(ofReply(reply, barred));
  return <UnsentTexts texts={texts} />;
}
