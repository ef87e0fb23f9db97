"use client";

import { useState } from "react";
import { useSelector } from "react-redux";
import { selectMe } from "@/features/auth";
import { type Reply, repliesKey } from "@/features/comment";
import { type Draft, draftKey } from "@/features/feedback";
import { type Edit, editsKey } from "@/features/text-edit";
import { forget, keptEntries } from "@/shared/lib/device";
import { type Unsent, UnsentTexts } from "@/shared/ui";

/**
 * What the person who is here, or was until now, has written about a video and not sent, where there
 * is no room for it any more; without a video, about all. The page around it says why.
 */
export function KeptTexts({ videoId }: { videoId?: string }) {
  const me = useSelector(selectMe);
  return me && <Kept key={me.id} userId={me.id} videoId={videoId} />;
}

type Props = { userId: string; videoId: string | undefined };

function Kept({ userId, videoId }: Props) {
  const [texts, setTexts] = useState(() => read(userId, videoId));
  const discard = (key: string) => {
    forget(key);
    setTexts(texts.filter((one) => one.key !== key));
  };
  return (
    <UnsentTexts texts={texts.map((one) => ({ ...one, onDiscard: () => discard(one.key) }))} />
  );
}

function read(userId: string, videoId?: string): Omit<Unsent, "onDiscard">[] {
  const texts: Omit<Unsent, "onDiscard">[] = [];
  const add = (key: string, kind: Unsent["kind"], text: string) => {
    if (text.trim()) texts.push({ key, kind, text: text.trim() });
  };
  for (const [key, { content }] of keptEntries<Draft>(draftKey(userId, videoId))) {
    add(key, "feedback", content);
  }
  for (const [key, { content }] of keptEntries<Reply>(repliesKey(userId, videoId))) {
    add(key, "reply", content);
  }
  for (const [key, { text, before }] of keptEntries<Edit>(editsKey(userId, videoId))) {
    if (text !== before) add(key, "edit", text);
  }
  return texts;
}
