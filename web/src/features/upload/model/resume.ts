import type { VideoResponse } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import type { Picked } from "../lib/files";
import { forgetUpload, type Kept, keptUploads } from "../lib/kept";
import { type Handle, handles, type Thunk } from "./held";
import { giveFile, runNext, uploadsOf } from "./queue";
import { ask, isOver } from "./requests";
import {
  type Problem,
  selectUpload,
  selectUploadOfVideo,
  type UploadsRoot,
  uploadAdded,
  uploadChanged,
} from "./slice";
import { lockOf } from "./transfer";

/**
 * Find what earlier pages of this person have left unfinished, and go on where that is possible.
 * `signal`: this person is not here any more.
 */
export const resumeUploads =
  (userId: string, signal: AbortSignal): Thunk<Promise<void>> =>
  async (dispatch, getState) => {
    uploadsOf(userId);
    const sending = new Set((await navigator.locks.query()).held?.map(({ name }) => name));
    const left = await keptUploads(userId);
    for (const kept of left.filter(({ videoId }) => !sending.has(lockOf(videoId)))) {
      if (signal.aborted) return;
      const sent = await sentOf(dispatch, kept.videoId);
      if (signal.aborted) return;
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

/** How many bytes the storage has. None, if it can't be asked: no connection, no session, no role. */
async function sentOf(dispatch: AppDispatch, videoId: string): Promise<number | "ended"> {
  try {
    const { uploaded } = await ask(dispatch, videoId);
    return uploaded.reduce((sum, { size }) => sum + size, 0);
  } catch (error) {
    return isOver(error) ? "ended" : 0;
  }
}

/** Open a remembered file again. The browser may ask the person, so call it from a click. */
export const openRemembered =
  (id: string): Thunk<Promise<void>> =>
  async (dispatch) => {
    const handle = handles.get(id);
    if (!handle) return;
    try {
      const isAllowed = (await handle.requestPermission({ mode: "read" })) === "granted";
      const file = isAllowed ? await handle.getFile() : null;
      // The upload may have left the list meanwhile.
      if (handles.get(id) !== handle) return;
      if (file) dispatch(giveFile(id, { file, handle }));
      else dispatch(askForFile(id, null));
    } catch {
      dispatch(askForFile(id, { kind: "unreadable" }));
    }
  };

/** The file was moved, or the browser may not read it: the person has to choose it. */
const askForFile =
  (id: string, problem: Problem | null): Thunk =>
  (dispatch) => {
    handles.delete(id);
    dispatch(uploadChanged({ id, remembered: false, problem }));
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
