import type { UploadPart, UploadState } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { Passing, patiently, pause } from "../lib/patience";
import { putPart } from "../lib/put-part";
import { ask, begin, complete, Refused } from "./requests";
import type { Upload } from "./slice";

const PARTS_AT_ONCE = 2;

/** The file was changed or deleted on the disk, so the browser does not read it any more. */
export class Unreadable extends Error {}

export type Context = {
  dispatch: AppDispatch;
  signal: AbortSignal;
  onBegun: (videoId: string) => void;
  onWait: (waiting: boolean) => void;
  /** How many bytes the storage has, or is being sent. */
  onBytes: (bytes: number) => void;
  onSent: () => void;
};

/** `elsewhere`: another tab is sending it. */
type End = "done" | "file-needed" | "elsewhere";

/**
 * Send a file to its end: begin, the parts that the storage does not have, complete. `file` may be
 * null if nothing is missing. Throws Refused, Unreadable, and whatever the signal was aborted with.
 */
export async function transfer(upload: Upload, file: File | null, context: Context): Promise<End> {
  const { dispatch, signal, onWait } = context;
  const { videoId } = upload;
  if (videoId) return alone(videoId, () => send(videoId, null, file, context));
  if (!file) return "file-needed";
  const video = await patiently(() => begin(dispatch, upload, file), { signal, onWait });
  return alone(video.id, () => {
    context.onBegun(video.id);
    return send(video.id, { ...video.upload, uploaded: [] }, file, context);
  });
}

/** Tabs see by this lock that an upload is being sent. */
export const lockOf = (videoId: string) => `upload-${videoId}`;

/** Do it unless another tab does. */
const alone = (videoId: string, act: () => Promise<End>): Promise<End> =>
  navigator.locks.request(lockOf(videoId), { ifAvailable: true }, (lock) =>
    lock ? act() : "elsewhere",
  );

/** Send what is missing, and complete the upload. `state`: what is missing, if that is known. */
async function send(
  id: string,
  known: UploadState | null,
  file: File | null,
  context: Context,
): Promise<End> {
  const { dispatch, signal, onWait } = context;
  let state = known;
  try {
    for (let failures = 0; ; ) {
      state ??= await patiently(() => ask(dispatch, id), { signal, onWait });
      signal.throwIfAborted();
      if (state.parts.length === 0) break;
      if (!file) return "file-needed";
      const before = state.uploaded.length;
      const { uploaded, failed } = await sendParts(state, file, context);
      if (!failed) {
        state = { ...state, parts: [], uploaded };
        break;
      }
      await checkReadable(file);
      failures = uploaded.length > before ? 0 : failures + 1;
      onWait(true);
      await pause(failures, signal);
      // The addresses may have expired, or the upload may have ended: the API knows.
      state = null;
    }
    context.onSent();
    const { uploaded } = state;
    await patiently(() => complete(dispatch, id, uploaded), { signal, onWait });
  } catch (error) {
    // It was completed by a request whose answer did not reach us, or by another page.
    if (!(error instanceof Refused && error.refusal.code === "not_uploading")) throw error;
  }
  return "done";
}

/** Send the missing parts, some at once. After a failure nothing more is begun. */
async function sendParts(
  { parts, part_size, uploaded: before }: UploadState,
  file: File,
  { signal, onBytes, onWait }: Context,
): Promise<{ uploaded: UploadState["uploaded"]; failed: boolean }> {
  const uploaded = [...before];
  const inFlight = new Map<number, number>();
  const waiting = [...parts];
  let failed = false;
  const report = () => onBytes(total(uploaded.map(({ size }) => size)) + total(inFlight.values()));
  const sendPart = async ({ number, size, url }: UploadPart) => {
    const start = (number - 1) * part_size;
    const onProgress = (bytes: number) => {
      inFlight.set(number, bytes);
      onWait(false);
      report();
    };
    try {
      const etag = await putPart(url, file.slice(start, start + size), { signal, onProgress });
      uploaded.push({ number, size, etag });
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      failed = true;
    } finally {
      inFlight.delete(number);
      report();
    }
  };
  const work = async () => {
    while (!failed) {
      const part = waiting.shift();
      if (!part) return;
      await sendPart(part);
    }
  };
  report();
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, work));
  return { uploaded, failed };
}

async function checkReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch (error) {
    throw new Unreadable(String(error));
  }
}

const total = (numbers: Iterable<number>) => [...numbers].reduce((sum, number) => sum + number, 0);
