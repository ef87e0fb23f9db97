import { useCallback } from "react";
import { refusalOf } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { toastShown } from "./slice";
import { useReason } from "./use-reason";

/**
 * Returns a function that waits for what somebody started with one click: a request of RTK Query, or
 * one that throws ApiError. If it is refused, a message says why. Resolves to whether it was done.
 */
export function useAttempt() {
  const reason = useReason();
  const dispatch = useAppDispatch();
  return useCallback(
    async (request: PromiseLike<unknown>): Promise<boolean> => {
      const error = await request.then(
        (answer) => (answer as { error?: unknown } | undefined)?.error,
        (thrown: unknown) => thrown,
      );
      if (error === undefined) return true;
      // The page that wanted it was left.
      if (error instanceof DOMException && error.name === "AbortError") return false;
      dispatch(toastShown({ kind: "error", text: reason(refusalOf(error)) }));
      return false;
    },
    [dispatch, reason],
  );
}
