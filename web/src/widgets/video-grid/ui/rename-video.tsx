"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Video } from "@/entities/video";
import { api, changeFrom, type Refusal, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { Button, DialogActions, Form, Overtaken, TextField } from "@/shared/ui";
import styles from "./changes.module.scss";

type Props = {
  /** As it was when somebody began to type. */
  video: Video;
  onDone: () => void;
};

/** Gives a video another title. What somebody else called it meanwhile is shown beside it. */
export function RenameVideo({ video, onDone }: Props) {
  const t = useTranslations("manage");
  const common = useTranslations("common");
  const reason = useReason();
  const [update, { isLoading }] = api.useUpdateVideoMutation();
  const [read] = api.useLazyGetVideoQuery();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [overtaken, setOvertaken] = useState<{ now: Video; yours: string } | null>(null);
  const { id } = video;

  async function submit(title: string): Promise<void> {
    const seen = overtaken?.now ?? video;
    const answer = await changeFrom<Video>({
      etag: seen.etag,
      before: seen.title,
      wanted: title,
      pick: (row) => row.title,
      send: (etag) => update({ id, "If-Match": etag, changeVideo: { title } }),
      read: () => read({ id }),
    });
    if ("saved" in answer) return onDone();
    setRefusal("error" in answer ? refusalOf(answer.error) : null);
    if ("other" in answer) setOvertaken({ now: answer.other, yours: title });
  }

  return (
    <Form className={styles.form} onSend={(text) => void submit(text("title").trim())}>
      {overtaken && (
        <Overtaken
          values={[{ now: overtaken.now.title, yours: overtaken.yours }]}
          onTheirs={onDone}
        />
      )}
      <TextField
        label={t("title")}
        name="title"
        maxLength={200}
        defaultValue={video.title}
        error={refusal ? (refusal.fields.title ?? reason(refusal)) : undefined}
        onFocus={(event) => event.currentTarget.select()}
        autoFocus
      />
      <DialogActions>
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button kind="primary" type="submit" busy={isLoading}>
          {overtaken ? common("saveMine") : t("save")}
        </Button>
      </DialogActions>
    </Form>
  );
}
