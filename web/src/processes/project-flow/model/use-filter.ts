import { useMemo, useState } from "react";
import type { Stack, Video } from "@/entities/video";
import { hasWords } from "@/shared/lib/words";

export type Review = Video["review_status"] | "all";

/** Which of a project's videos are shown: by the words of their titles, and what became of them. */
export function useFilter(stacks: Stack[]) {
  const [words, setWords] = useState("");
  const [review, setReview] = useState<Review>("all");
  const isOn = words.trim() !== "" || review !== "all";
  const found = useMemo(
    () =>
      stacks.filter(
        ({ newest }) =>
          hasWords(newest.title, words) && (review === "all" || newest.review_status === review),
      ),
    [stacks, words, review],
  );
  const clear = () => {
    setWords("");
    setReview("all");
  };
  return { words, setWords, review, setReview, isOn, found, clear };
}
