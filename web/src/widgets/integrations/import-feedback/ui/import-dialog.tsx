"use client";

import { FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useState } from "react";
import type { Video } from "@/entities/video";
import { FileButton } from "@/features/upload";
import { framesOf, timecodeOf } from "@/shared/lib/frames";
import { Button, Dialog, DialogActions, Notice, TextField } from "@/shared/ui";
import { useImport } from "../model/use-import";
import styles from "./import-dialog.module.scss";
import { Preview } from "./preview";

type Props = { video: Video; open: boolean; onClose: () => void };

/** A file with feedback: first what would be imported, then, if one wants it, the feedback. */
export function ImportDialog({ video, open, onClose }: Props) {
  const t = useTranslations("import");
  const room = useTranslations("room");
  const { chosen, busy, failure, read, write, forget } = useImport(video.id, onClose);
  const usual = video.frame_rate ? timecodeOf(0, framesOf(video)) : "";
  const [start, setStart] = useState(usual);
  const plan = chosen?.plan;
  /** What the API takes: nothing where the file counts as the video does. */
  const told = () => (start.trim() === usual ? "" : start.trim());
  const choose = (file: File | undefined) => file && !busy && void read(file, told());
  const close = () => {
    forget();
    setStart(usual);
    onClose();
  };
  const readAgain = () => {
    if (chosen && !busy && chosen.start !== told()) void read(chosen.file, told());
  };
  return (
    <Dialog open={open} onClose={close} title={room("importFeedback")} description={t("lead")}>
      <div className={styles.form}>
        <FileZone name={chosen?.file.name} busy={busy !== null} onFile={choose} />
        {chosen && usual && (
          <TextField
            label={t("start")}
            name="start"
            value={start}
            maxLength={12}
            error={failure.start}
            description={t("startHelp")}
            onValueChange={setStart}
            onBlur={readAgain}
            onKeyDown={({ key }) => key === "Enter" && readAgain()}
          />
        )}
        {busy && <p role="status">{t(busy)}</p>}
        {failure.file && <Notice kind="error">{failure.file}</Notice>}
        {plan && <Preview plan={plan} />}
      </div>
      <DialogActions>
        <Button onClick={close}>{t("cancel")}</Button>
        <Button
          kind="primary"
          busy={busy === "writing"}
          disabled={!plan || plan.created === 0 || chosen?.start !== told()}
          onClick={() => void write()}
        >
          {plan ? t("import", { count: plan.created }) : t("importNothing")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

type ZoneProps = {
  name: string | undefined;
  busy: boolean;
  onFile: (file: File | undefined) => void;
};

/** Where a file is chosen, or dropped. */
function FileZone({ name, busy, onFile }: ZoneProps) {
  const t = useTranslations("import");
  const [over, setOver] = useState(false);
  function drop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same
    <div
      className={styles.zone}
      data-over={over ? "" : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {name && (
        <p className={styles.name}>
          <FileText aria-hidden="true" />
          {t("file", { name })}
        </p>
      )}
      <FileButton
        accept=".csv,.txt,.tsv,.json,.edl,text/csv,text/plain,application/json"
        disabled={busy}
        onFiles={([first]) => onFile(first?.file)}
      >
        {name ? t("another") : t("choose")}
      </FileButton>
      {!name && <span>{t("drop")}</span>}
    </div>
  );
}
