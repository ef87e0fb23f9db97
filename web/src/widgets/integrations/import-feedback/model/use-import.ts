import { useTranslations } from "next-intl";
import { useState } from "react";
import { authorizedFetch, type ImportResponse, refusalOf } from "@/shared/api";
import { API_URL } from "@/shared/config";
import { toastShown } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";

/** As the API has it (docs/imports.md): a film that was chosen by mistake is not sent at all. */
const MAX_BYTES = 2 * 1024 ** 2;

/** A file, how it counts, what it would become, and the key that has it written once. */
type Chosen = { file: File; start: string; key: string; plan: ImportResponse | null };
/** What was refused: something of the file, or the first frame's timecode. */
type Failure = { file?: string; start?: string };
type State = { chosen: Chosen | null; busy: "reading" | "writing" | null; failure: Failure };

const NOTHING: State = { chosen: null, busy: null, failure: {} };

/** A file is read without writing anything, and imported when the person has seen what it has. */
export function useImport(videoId: string, onDone: () => void) {
  const t = useTranslations("import");
  const dispatch = useAppDispatch();
  const [state, setState] = useState(NOTHING);

  async function send(chosen: Chosen, dryRun: boolean): Promise<ImportResponse | Failure> {
    const form = new FormData();
    form.set("file", chosen.file);
    form.set("start_timecode", chosen.start);
    form.set("dry_run", String(dryRun));
    try {
      const response = await authorizedFetch(`${API_URL}/api/v1/videos/${videoId}/import`, {
        method: "POST",
        body: form,
        headers: dryRun ? {} : { "Idempotency-Key": chosen.key },
      });
      const answer = await response.json();
      if (response.ok) return answer;
      const { message, fields } = refusalOf({ status: response.status, data: answer });
      if (fields.start_timecode) return { start: fields.start_timecode };
      return { file: fields.file || message || t("failed") };
    } catch {
      return { file: t("failed") };
    }
  }

  async function read(file: File, start: string): Promise<void> {
    const chosen: Chosen = { file, start, key: crypto.randomUUID(), plan: null };
    if (file.size > MAX_BYTES) {
      return setState({ chosen, busy: null, failure: { file: t("tooLarge") } });
    }
    setState({ chosen, busy: "reading", failure: {} });
    const found = await send(chosen, true);
    setState(
      "form" in found
        ? { chosen: { ...chosen, plan: found }, busy: null, failure: {} }
        : { chosen, busy: null, failure: found },
    );
  }

  async function write(): Promise<void> {
    const { chosen } = state;
    if (!chosen) return;
    setState({ chosen, busy: "writing", failure: {} });
    const done = await send(chosen, false);
    if (!("form" in done)) return setState({ chosen, busy: null, failure: done });
    dispatch(toastShown({ kind: "info", text: t("done", { count: done.created }) }));
    setState(NOTHING);
    onDone();
  }
  return { ...state, read, write, forget: () => setState(NOTHING) };
}
