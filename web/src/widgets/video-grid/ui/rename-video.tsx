"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Video } from "@/entities/video";
import { api, type Refusal, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { Button, DialogActions, Form, TextField } from "@/shared/ui";
import styles from "./changes.module.scss";

type Props = { video: Video; onDone: () => void };

/** Gives a video another title. */
export function RenameVideo({ video, onDone }: Props) {
  const t = useTranslations("manage");
  const common = useTranslations("common");
  const reason = useReason();
  const [update, { isLoading }] = api.useUpdateVideoMutation();
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(title: string): Promise<void> {
    const { error } = await update({ id: video.id, changeVideo: { title } });
    if (error) setRefusal(refusalOf(error));
    else onDone();
  }

  return (
    <Form className={styles.form} onSend={(text) => void submit(text("title"))}>
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
          {t("save")}
        </Button>
      </DialogActions>
    </Form>
  );
}
