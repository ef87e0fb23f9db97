import { fits, nameOf, type Picked, problemOf, titleOf } from "../lib/files";
import { forgetUpload, type Kept, keepUpload } from "../lib/kept";
import { Meter } from "../lib/meter";
import { patiently } from "../lib/patience";
import { files, handles, removeUpload, type Thunk } from "./held";
import { abort, Refused } from "./requests";
import {
  isUnderWay,
  type Problem,
  selectUpload,
  selectUploads,
  type Upload,
  type UploadsRoot,
  uploadAdded,
  uploadChanged,
  uploadsForgotten,
} from "./slice";
import { type Context, transfer, Unreadable } from "./transfer";

const FILES_AT_ONCE = 2;
const REPORT_MS = 250;

/** What runs, by the upload's id. */
const running = new Map<string, AbortController>();
/** Whose uploads these are. */
let userId = "";

const read = (getState: () => unknown) => getState() as UploadsRoot;

/** Upload files into a project, each as a video of its own or one as the next version of another. */
export const addUploads =
  (projectId: string, added: Picked[], previous?: { id: string; title: string }): Thunk =>
  (dispatch, getState) => {
    for (const picked of added) {
      const { file } = picked;
      const unfinished = selectUploads(read(getState)).find(
        (upload) =>
          upload.stage === "file-needed" && upload.projectId === projectId && fits(file, upload),
      );
      if (unfinished && !previous) {
        dispatch(giveFile(unfinished.id, picked));
        continue;
      }
      const problem = problemOf(file);
      const { payload } = dispatch(
        uploadAdded({
          projectId,
          title: previous?.title ?? titleOf(file),
          filename: nameOf(file),
          size: file.size,
          lastModified: file.lastModified,
          previousVersion: previous?.id ?? null,
          problem,
          stage: problem ? "failed" : "waiting",
        }),
      );
      files.set(payload.id, picked);
    }
    dispatch(runNext());
  };

/** Go on with an upload whose file had to be asked for. Another file than that is refused. */
export const giveFile =
  (id: string, picked: Picked): Thunk =>
  (dispatch, getState) => {
    const upload = selectUpload(read(getState), id);
    if (!upload) return;
    if (!fits(picked.file, upload)) {
      dispatch(uploadChanged({ id, problem: { kind: "other-file" } }));
      return;
    }
    files.set(id, picked);
    dispatch(uploadChanged({ id, stage: "waiting", problem: null }));
    dispatch(runNext());
  };

/** Try again what failed. An upload that the server no longer has begins anew. */
export const retryUpload =
  (id: string): Thunk =>
  (dispatch, getState) => {
    const upload = selectUpload(read(getState), id);
    if (!upload) return;
    if (upload.problem?.kind === "gone") {
      const picked = files.get(id);
      dispatch(removeUpload(id));
      if (upload.videoId) void forget(upload.videoId);
      const { projectId, title, filename, size, lastModified, previousVersion } = upload;
      const anew = { projectId, title, filename, size, lastModified, previousVersion };
      const { payload } = dispatch(
        uploadAdded({ ...anew, stage: picked ? "waiting" : "file-needed" }),
      );
      if (picked) files.set(payload.id, picked);
    } else {
      dispatch(uploadChanged({ id, stage: "waiting", problem: null }));
    }
    dispatch(runNext());
  };

/** End an upload, here and on the server. */
export const cancelUpload =
  (id: string): Thunk =>
  (dispatch, getState) => {
    const upload = selectUpload(read(getState), id);
    running.get(id)?.abort();
    dispatch(removeUpload(id));
    // One that is only just beginning is ended when its beginning has been answered: `run`.
    if (upload?.videoId && upload.stage !== "done") dispatch(endOnServer(upload.videoId));
  };

/** End an upload that this browser does not know of. */
export const cancelVideo =
  (videoId: string): Thunk =>
  (dispatch) =>
    dispatch(endOnServer(videoId));

const endOnServer =
  (videoId: string): Thunk =>
  (dispatch) => {
    void forget(videoId);
    const signal = new AbortController().signal;
    patiently(() => abort(dispatch, videoId), { signal, onWait: () => undefined }).catch(
      // Somebody without the right any more, or signed out: the server sweeps it up in a day.
      (error: unknown) => console.error(error),
    );
  };

/** Stop everything, without ending it on the server: somebody has logged out, or another came. */
export const stopUploads = (): Thunk => (dispatch) => {
  for (const controller of running.values()) controller.abort();
  running.clear();
  files.clear();
  handles.clear();
  dispatch(uploadsForgotten());
};

export const uploadsOf = (id: string) => {
  userId = id;
};

/** Begin to send what waits, a few at once. */
export const runNext = (): Thunk => (dispatch, getState) => {
  while (running.size < FILES_AT_ONCE) {
    const next = selectUploads(read(getState)).find(
      ({ id, stage }) => stage === "waiting" && !running.has(id),
    );
    if (!next) return;
    void dispatch(run(next));
  }
};

const run =
  (upload: Upload): Thunk<Promise<void>> =>
  async (dispatch, getState) => {
    const { id } = upload;
    const controller = new AbortController();
    const { signal } = controller;
    running.set(id, controller);
    const picked = files.get(id) ?? null;
    const change = (changes: Partial<Upload>) => {
      if (!signal.aborted) dispatch(uploadChanged({ id, ...changes }));
    };
    change({ stage: "sending" });
    try {
      const end = await transfer(upload, picked?.file ?? null, {
        dispatch,
        signal,
        ...progress(change),
        onBegun: (videoId) => {
          if (signal.aborted) return dispatch(endOnServer(videoId));
          change({ videoId });
          void keep({ ...upload, videoId, userId, handle: picked?.handle ?? null });
        },
      });
      if (end !== "elsewhere") change({ stage: end, stalled: false });
      else if (!signal.aborted) dispatch(removeUpload(id));
    } catch (error) {
      if (!signal.aborted) change({ ...failed(error), stalled: false, speed: null });
    } finally {
      // Another person's queue may be running by now.
      if (running.get(id) === controller) running.delete(id);
      const ended = selectUpload(read(getState), id);
      if (ended?.stage === "done" && ended.videoId) void forget(ended.videoId);
      if (ended && !isUnderWay(ended) && ended.stage !== "failed") files.delete(id);
      dispatch(runNext());
    }
  };

function failed(error: unknown): Pick<Upload, "stage" | "problem"> {
  if (error instanceof Unreadable) {
    return { stage: "file-needed", problem: { kind: "unreadable" } };
  }
  return { stage: "failed", problem: problemFrom(error) };
}

function problemFrom(error: unknown): Problem {
  if (!(error instanceof Refused)) return { kind: "unknown", text: String(error) };
  const { status, code, fields, message } = error.refusal;
  if (status === 401) return { kind: "signed-out" };
  if (status === 403) return { kind: "role" };
  if (status === 404 || code === "upload_gone") return { kind: "gone" };
  if (fields.size) return { kind: "too-large" };
  if (fields.content_type) return { kind: "not-a-video" };
  return { kind: "unknown", text: message || Object.values(fields).join(" ") };
}

/** Tell the store of a transfer's progress, a few times a second. */
function progress(
  change: (changes: Partial<Upload>) => void,
): Pick<Context, "onWait" | "onBytes" | "onSent"> {
  let meter = new Meter();
  let stalled = false;
  let reportedAt = 0;
  return {
    onWait: (waiting) => {
      if (waiting === stalled) return;
      stalled = waiting;
      meter = new Meter();
      change({ stalled, speed: null });
    },
    onBytes: (sent) => {
      const now = performance.now();
      if (now - reportedAt < REPORT_MS) return;
      reportedAt = now;
      change({ sent, speed: meter.measure(sent, now) });
    },
    onSent: () => change({ stage: "finishing", speed: null }),
  };
}

// Without IndexedDB (some private windows) uploads work, but a reload forgets them: the card of the
// video still offers to go on.
const keep = async (kept: Kept & Partial<Upload>) => {
  const { videoId, projectId, previousVersion, title, filename, size, lastModified } = kept;
  const row = { videoId, projectId, previousVersion, title, filename, size, lastModified };
  await keepUpload({ ...row, userId: kept.userId, handle: kept.handle }).catch(console.error);
};
const forget = (videoId: string) => forgetUpload(videoId).catch(console.error);
