import type { VideoResponse } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import type { Picked } from "../lib/files";
import { forgetUpload, type Kept, keptUploads } from "../lib/kept";
import { giveFile, lockOf, runNext, stopUploads, uploadsOf } from "./queue";
import { ask, Refused } from "./requests";
import {
  selectUpload,
  selectUploadOfVideo,
  type UploadsRoot,
  uploadAdded,
  uploadChanged,
} from "./slice";

/** Of Chromium, and not yet in TypeScript's own declarations. */
type Handle = FileSystemFileHandle & {
  queryPermission(wanted: { mode: "read" }): Promise<PermissionState>;
  requestPermission(wanted: { mode: "read" }): Promise<PermissionState>;
};

const handles = new Map<string, Handle>();

type Thunk<T> = (dispatch: AppDispatch, getState: () => unknown) => T;

/** Find what earlier pages of this person have left unfinished, and go on where that is possible. */
export const resumeUploads =
  (userId: string): Thunk<Promise<void>> =>
  async (dispatch, getState) => {
    uploadsOf(userId);
    const sending = new Set((await navigator.locks.query()).held?.map(({ name }) => name));
    for (const kept of await keptUploads(userId)) {
      if (sending.has(lockOf(kept.videoId))) continue;
      const sent = await sentOf(dispatch, kept.videoId);
      if (sent === "ended") await forgetUpload(kept.videoId);
      else if (!selectUploadOfVideo(getState() as UploadsRoot, kept.videoId)) {
        await dispatch(takeUp(kept, sent));
      }
    }
  };

const takeUp =
  ({ handle, userId: _, ...kept }: Kept, sent: number): Thunk<Promise<void>> =>
  async (dispatch) => {
    const remembered = handle !== null;
    const stage = sent === kept.size ? "waiting" : "file-needed";
    const { payload } = dispatch(uploadAdded({ ...kept, stage, remembered }));
    dispatch(uploadChanged({ id: payload.id, sent }));
    if (stage === "waiting") dispatch(runNext());
    else if (handle) {
      handles.set(payload.id, handle as Handle);
      const permission = await (handle as Handle).queryPermission({ mode: "read" });
      if (permission === "granted") await dispatch(openRemembered(payload.id));
    }
  };

/** How many bytes the storage has; all that is known without a connection is none. */
async function sentOf(dispatch: AppDispatch, videoId: string): Promise<number | "ended"> {
  try {
    const { uploaded } = await ask(dispatch, videoId);
    return uploaded.reduce((sum, { size }) => sum + size, 0);
  } catch (error) {
    return error instanceof Refused ? "ended" : 0;
  }
}

/** Open a remembered file again. The browser may ask the person, so call it from a click. */
export const openRemembered =
  (id: string): Thunk<Promise<void>> =>
  async (dispatch) => {
    const handle = handles.get(id);
    if (!handle) return;
    try {
      if ((await handle.requestPermission({ mode: "read" })) !== "granted") return;
      dispatch(giveFile(id, { file: await handle.getFile(), handle }));
    } catch {
      // The file has moved: it is asked for.
      handles.delete(id);
      dispatch(uploadChanged({ id, remembered: false, problem: { kind: "unreadable" } }));
    }
  };

/** Go on with a video's upload that this browser has not begun, or has forgotten. */
export const continueVideo =
  (video: VideoResponse, picked: Picked): Thunk<void> =>
  (dispatch, getState) => {
    const known = selectUploadOfVideo(getState() as UploadsRoot, video.id);
    const id =
      known?.id ??
      dispatch(
        uploadAdded({
          videoId: video.id,
          projectId: video.project_id,
          title: video.title,
          filename: video.filename,
          size: video.size,
          lastModified: null,
          previousVersion: video.previous_version,
          stage: "file-needed",
        }),
      ).payload.id;
    if (selectUpload(getState() as UploadsRoot, id)?.stage === "file-needed") {
      dispatch(giveFile(id, picked));
    }
  };

/** Whoever logs in finds their own uploads, and nobody else's. */
export const forgetHandles = (): Thunk<void> => (dispatch) => {
  handles.clear();
  dispatch(stopUploads());
};
