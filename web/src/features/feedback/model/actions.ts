import { type Feedback, feedbackAdded, feedbackUpdatedOptimistically } from "@/entities/feedback";
import { api, refusalOf } from "@/shared/api";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";

type Change = Partial<Pick<Feedback, "status" | "priority">>;

/** Change a feedback, shown at once and taken back if it is refused. */
export const changeFeedback =
  (feedback: Feedback, changes: Change, refused: string) =>
  async (dispatch: AppDispatch): Promise<void> => {
    dispatch(feedbackUpdatedOptimistically({ id: feedback.id, changes }));
    const { data, error } = await dispatch(
      api.endpoints.updateFeedback.initiate({ id: feedback.id, updateFeedbackRequest: changes }),
    );
    dispatch(feedbackAdded(data ?? feedback));
    if (error) {
      dispatch(toastShown({ kind: "error", text: refusalOf(error).message || refused }));
    }
  };
