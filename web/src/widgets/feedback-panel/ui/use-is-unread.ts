"use client";

import { useCallback, useEffect, useState } from "react";
import type { Feedback } from "@/entities/feedback";
import type { Unread } from "@/features/unread";

const NONE: ReadonlySet<string> = new Set();

/**
 * Whether a feedback counts as unread in a list. While the list shows only what is unread, what one
 * reads in it stays: it must not vanish under the eyes.
 */
export function useIsUnread(unread: Unread, narrowed: boolean): (one: Feedback) => boolean {
  const [kept, keep] = useState(NONE);
  useEffect(() => {
    keep((before) => (narrowed ? new Set([...before, ...unread.keys()]) : NONE));
  }, [unread, narrowed]);
  return useCallback(({ id }) => unread.has(id) || kept.has(id), [unread, kept]);
}
