"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import { isNarrowed, useFilter } from "@/features/feedback-filter";
import { download, Refused } from "@/shared/api";
import { API_URL } from "@/shared/config";
import { Button, Dialog, DialogActions, Notice, SelectField } from "@/shared/ui";
import { FORMATS, type Format, SEVERAL } from "../lib/formats";
import { narrowingOf } from "../lib/query";
import styles from "./export-dialog.module.scss";

/** What can be exported: a path of the API below `/api/v1/`, and whether that is one video. */
export type Source = { path: string; label: string; single: boolean };

export type Props = {
  open: boolean;
  onClose: () => void;
  /** At least one. */
  sources: readonly Source[];
  /** There is a list of feedback beside it, and what that is narrowed by applies. */
  beside?: boolean;
};

/** In which form, of what: one sentence says what a form is for, and what it loses. */
export function ExportDialog({ open, onClose, sources, beside = false }: Props) {
  const t = useTranslations("export");
  const [path, setPath] = useState(sources[0]?.path ?? "");
  const [format, setFormat] = useState<Format>("pdf");
  const [narrowed, setNarrowed] = useState(true);
  const source = sources.find((one) => one.path === path) ?? sources[0];
  const offered = FORMATS.filter((one) => source?.single || SEVERAL.includes(one));
  const chosen = offered.find((one) => one === format) ?? "pdf";
  const [filter] = useFilter();
  const { query, left } = narrowingOf(filter);
  const applies = beside && isNarrowed(filter);
  const { state, start, stop } = useDownload(onClose);

  function send(): void {
    if (!source) return;
    const asked = new URLSearchParams(applies && narrowed ? query : undefined);
    asked.set("format", chosen);
    if (source.single && filter.earlier) asked.set("include_previous", "open");
    start(`${API_URL}/api/v1/${source.path}?${asked}`);
  }
  return (
    <Dialog open={open} onClose={stop} title={t("title")} description={t("lead")}>
      <div className={styles.form}>
        {sources.length > 1 && (
          <SelectField
            label={t("what")}
            name="what"
            value={path}
            options={sources.map((one) => ({ value: one.path, label: one.label }))}
            onChange={setPath}
          />
        )}
        <SelectField
          label={t("format")}
          name="format"
          value={chosen}
          options={offered.map((value) => ({ value, label: t(`formats.${value}.name`) }))}
          onChange={setFormat}
          description={t(`formats.${chosen}.help`)}
        />
        {applies && <Narrowed checked={narrowed} onChange={setNarrowed} left={left} />}
        <State state={state} />
      </div>
      <DialogActions>
        <Button onClick={stop}>{t("cancel")}</Button>
        <Button kind="primary" busy={state.kind === "busy"} onClick={send}>
          {t("download")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

type NarrowedProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  left: ReturnType<typeof narrowingOf>["left"];
};

/** Whether the list's filter applies, and which part of it can't. */
function Narrowed({ checked, onChange, left }: NarrowedProps) {
  const t = useTranslations("export");
  const format = useFormatter();
  const id = useId();
  return (
    <div className={styles.narrowed}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{t("narrowed")}</label>
      {checked && left.length > 0 && (
        <p>{t("without", { conditions: format.list(left.map((one) => t(`left.${one}`))) })}</p>
      )}
    </div>
  );
}

type Stage = { kind: "idle" } | { kind: "busy"; bytes: number } | { kind: "failed"; text: string };

function State({ state }: { state: Stage }) {
  const t = useTranslations("export");
  const format = useFormatter();
  if (state.kind === "failed") return <Notice kind="error">{state.text}</Notice>;
  if (state.kind === "idle") return null;
  const size = format.number(state.bytes / 1_000_000, { maximumFractionDigits: 1 });
  return <p role="status">{state.bytes === 0 ? t("preparing") : t("received", { size })}</p>;
}

/** A download that is under way; closing the dialog ends it. */
function useDownload(onClose: () => void) {
  const t = useTranslations("export");
  const [state, setState] = useState<Stage>({ kind: "idle" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start(url: string): Promise<void> {
    const mine = new AbortController();
    running.current = mine;
    setState({ kind: "busy", bytes: 0 });
    try {
      await download(url, mine.signal, (bytes) => setState({ kind: "busy", bytes }));
      setState({ kind: "idle" });
      onClose();
    } catch (error) {
      if (mine.signal.aborted) return;
      const said = error instanceof Refused ? error.message : "";
      setState({ kind: "failed", text: said || t("failed") });
    }
  }
  function stop(): void {
    running.current?.abort();
    setState({ kind: "idle" });
    onClose();
  }
  return { state, start: (url: string) => void start(url), stop };
}
