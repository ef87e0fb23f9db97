"use client";

import { Pencil, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import type { Video } from "@/entities/video";
import {
  type Draft,
  draftChanged,
  draftRemoved,
  FeedbackSchema,
  formClosed,
  type Named,
  selectOpenDraft,
} from "@/features/feedback";
import { usePlayback, usePlaybackValue } from "@/features/video-player";
import { timecodeOf } from "@/shared/lib/frames";
import { mentionedIn, type Person, usePeople } from "@/shared/lib/mentions";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, IconButton, Segmented } from "@/shared/ui";
import { EmojiPicker, MentionField } from "@/shared/ui/writing";
import { DrawingTools } from "./drawing-tools";
import styles from "./feedback-form.module.scss";
import { AssigneeField, RangeField, TagsField } from "./form-fields";

const PRIORITIES = ["low", "medium", "high", "critical"] as const;

type Props = {
  video: Video;
  /** The tags in use, which are suggested. */
  tags: string[];
  onSubmit: (draft: Draft, named: Named) => void;
};

type State = Parameters<typeof selectOpenDraft>[0];

/** Says what must change at a moment, in words and by a drawing on its frame. */
export function FeedbackForm({ video, tags, onSubmit }: Props) {
  const t = useTranslations("give");
  const draft = useSelector((state: State) => selectOpenDraft(state, video.id));
  const people = usePeople(video.project_id);
  const { frames } = usePlayback();
  const dispatch = useAppDispatch();
  if (!draft) return null;
  const timecode = timecodeOf(draft.frame, frames);
  const { success: isValid } = FeedbackSchema.safeParse({
    videoId: video.id,
    timestamp: 0,
    content: draft.content,
    drawingData: { shapes: draft.shapes },
    tags: draft.tags,
  });
  const send = () => {
    const assignee = people.find(({ id }) => id === draft.assignee) ?? null;
    const mentioned = new Set(mentionedIn(draft.content, people));
    const mentions = people.filter(({ id }) => mentioned.has(id));
    if (isValid) onSubmit(draft, { assignee, mentions });
  };
  return (
    <form
      className={styles.form}
      aria-label={t("feedbackAt", { timecode })}
      data-testid="feedback-form"
      onKeyDown={(event) => {
        // What it opens, such as the emoji, is in it for React only, and has an Escape of its own.
        const isInside = event.currentTarget.contains(event.target as Node);
        if (event.key !== "Escape" || !isInside) return;
        event.preventDefault();
        dispatch(formClosed());
      }}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <header className={styles.header}>
        <h3>{t("feedbackAt", { timecode })}</h3>
        <IconButton small label={t("close")} keys="Esc" onClick={() => dispatch(formClosed())}>
          <X />
        </IconButton>
      </header>
      <BackToFrame frame={draft.frame} timecode={timecode} />
      <DrawingTools videoId={video.id} />
      <Words draft={draft} people={people} timecode={timecode} onSend={send} />
      <Details draft={draft} people={people} tags={tags} />
      <div className={styles.actions}>
        <Button kind="quiet" small onClick={() => dispatch(draftRemoved())}>
          {t("discard")}
        </Button>
        <Button
          kind="primary"
          small
          type="submit"
          disabled={!isValid}
          data-testid="submit-feedback"
        >
          {t("submit", { timecode })}
        </Button>
      </div>
    </form>
  );
}

type WordsProps = { draft: Draft; people: Person[]; timecode: string; onSend: () => void };

function Words({ draft, people, timecode, onSend }: WordsProps) {
  const t = useTranslations("give");
  const dispatch = useAppDispatch();
  const field = useRef<HTMLTextAreaElement>(null);
  const write = (content: string) => dispatch(draftChanged({ content }));
  useEffect(() => {
    // On a phone the keyboard would cover the picture that one wants to draw on.
    if (draft.frame >= 0 && !window.matchMedia("(pointer: coarse)").matches) field.current?.focus();
  }, [draft.frame]);
  return (
    <div className={styles.words}>
      <MentionField
        field={field}
        people={people}
        label={t("textAt", { timecode })}
        placeholder={t("addFeedback")}
        data-testid="feedback-input"
        maxLength={5000}
        rows={3}
        value={draft.content}
        onChange={write}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSend();
        }}
      />
      <EmojiPicker field={field} onChange={write} />
    </div>
  );
}

function Details({ draft, people, tags }: { draft: Draft; people: Person[]; tags: string[] }) {
  const t = useTranslations("give");
  const dispatch = useAppDispatch();
  const change = (changes: Partial<Omit<Draft, "shapes">>) => dispatch(draftChanged(changes));
  return (
    <>
      <Segmented
        label={t("priority")}
        value={draft.priority}
        onChange={(priority) => change({ priority })}
        options={PRIORITIES.map((value) => ({ value, label: t(`priorities.${value}`) }))}
      />
      <TagsField value={draft.tags} known={tags} onChange={(value) => change({ tags: value })} />
      <div className={styles.row}>
        <AssigneeField
          value={draft.assignee}
          people={people}
          onChange={(assignee) => change({ assignee })}
        />
        <RangeField
          from={draft.frame}
          to={draft.endFrame}
          onChange={(endFrame) => change({ endFrame })}
        />
      </div>
    </>
  );
}

/** A drawing belongs to its frame: on another one there is only a way back. */
function BackToFrame({ frame, timecode }: { frame: number; timecode: string }) {
  const t = useTranslations("give");
  const playback = usePlayback();
  const away = usePlaybackValue((it) => it.frame !== frame || !it.paused);
  if (!away) return null;
  return (
    <Button
      small
      onClick={() => {
        playback.pause();
        playback.seek(frame);
      }}
    >
      <Pencil aria-hidden="true" />
      {t("backToFrame", { timecode })}
    </Button>
  );
}
