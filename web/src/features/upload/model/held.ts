import type { AppDispatch } from "@/shared/lib/store";
import type { Picked } from "../lib/files";
import { isClearable, selectUploads, type UploadsRoot, uploadRemoved } from "./slice";

/** Of Chromium, and not yet in TypeScript's own declarations. */
export type Handle = FileSystemFileHandle & {
  queryPermission(wanted: { mode: "read" }): Promise<PermissionState>;
  requestPermission(wanted: { mode: "read" }): Promise<PermissionState>;
};
export type Thunk<T = void> = (dispatch: AppDispatch, getState: () => unknown) => T;

/** What of an upload can't be in the store, by its id: its file, and what opens a file again. */
export const files = new Map<string, Picked>();
export const handles = new Map<string, Handle>();

/** Take an upload out of the list, and let go what is held for it. */
export const removeUpload =
  (id: string): Thunk =>
  (dispatch) => {
    files.delete(id);
    handles.delete(id);
    dispatch(uploadRemoved(id));
  };

export const clearFinished = (): Thunk => (dispatch, getState) => {
  for (const { id } of selectUploads(getState() as UploadsRoot).filter(isClearable)) {
    dispatch(removeUpload(id));
  }
};
