import { commentReacted } from "@/entities/comment";
import { feedbackReacted } from "@/entities/feedback";
import { api, refusalOf } from "@/shared/api";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";

export type Target = { kind: "feedback" | "comment"; id: string };
type Toggle = Target & { emoji: string; meId: string; added: boolean; refused: string };

/** Give or take back one's reaction: shown at once, and undone if it is refused. */
export const toggleReaction =
  ({ kind, id, emoji, meId, added, refused }: Toggle) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const show = kind === "feedback" ? feedbackReacted : commentReacted;
    const reaction = { target_id: id, emoji, user_id: meId };
    dispatch(show({ ...reaction, added }));
    const { error } = await dispatch(sent(kind, id, emoji, added));
    if (!error) return;
    dispatch(show({ ...reaction, added: !added }));
    dispatch(toastShown({ kind: "error", text: refusalOf(error).message || refused }));
  };

const sent =
  (kind: Target["kind"], id: string, emoji: string, added: boolean) =>
  async (dispatch: AppDispatch): Promise<{ error?: unknown }> => {
    const { addFeedbackReaction, removeFeedbackReaction, addReaction, removeReaction } =
      api.endpoints;
    const body = { id, reactionRequest: { emoji } };
    if (kind === "feedback") {
      return added
        ? dispatch(addFeedbackReaction.initiate(body))
        : dispatch(removeFeedbackReaction.initiate({ id, emoji }));
    }
    return added
      ? dispatch(addReaction.initiate(body))
      : dispatch(removeReaction.initiate({ id, emoji }));
  };
