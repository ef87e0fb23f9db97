import { createSlice, nanoid, type PayloadAction } from "@reduxjs/toolkit";

/**
 * `file-needed`: the page was reloaded, and the browser does not give a file back by itself.
 * `done`: the server has all of it; the video says how its processing goes.
 */
export type Stage = "waiting" | "sending" | "finishing" | "done" | "failed" | "file-needed";

/** Why an upload does not go on: a reason of ours, or what the server said. */
export type Problem =
  | {
      kind:
        | "not-a-video"
        | "empty"
        | "too-large"
        | "role"
        | "signed-out"
        | "other-file"
        | "unreadable"
        | "gone";
    }
  | { kind: "unknown"; text: string };

export type Upload = {
  id: string;
  projectId: string;
  /** Null until the server has begun it. */
  videoId: string | null;
  /** The video that it is the next version of. */
  previousVersion: string | null;
  title: string;
  filename: string;
  size: number;
  /** Milliseconds since 1970, as the file has it; null if this browser has not seen the file. */
  lastModified: number | null;
  stage: Stage;
  /** The connection is lost, or the server is away: it tries again by itself. */
  stalled: boolean;
  sent: number;
  /** Bytes per second; null until it can be told. */
  speed: number | null;
  /** The browser can open the file again if the person allows it. */
  remembered: boolean;
  problem: Problem | null;
};

export type UploadsState = {
  items: Upload[];
  /** The list of uploads is shown. It stays so from page to page. */
  listed: boolean;
};

export type NewUpload = Pick<
  Upload,
  "projectId" | "title" | "filename" | "size" | "lastModified" | "previousVersion"
> &
  Partial<Pick<Upload, "videoId" | "stage" | "problem" | "remembered">>;

const slice = createSlice({
  name: "uploads",
  initialState: { items: [], listed: false } as UploadsState,
  reducers: {
    uploadAdded: {
      reducer: (state, { payload }: PayloadAction<Upload>) => {
        state.items.push(payload);
        // Whoever adds something sees that it has been taken; what was left from before can wait.
        if (payload.stage !== "file-needed") state.listed = true;
      },
      prepare: (upload: NewUpload) => ({
        payload: {
          id: nanoid(),
          videoId: null,
          stage: "waiting",
          stalled: false,
          sent: 0,
          speed: null,
          remembered: false,
          problem: null,
          ...upload,
        } satisfies Upload as Upload,
      }),
    },
    uploadChanged: (state, { payload }: PayloadAction<Partial<Upload> & { id: string }>) => {
      const upload = state.items.find(({ id }) => id === payload.id);
      if (upload) Object.assign(upload, payload);
    },
    uploadRemoved: (state, { payload }: PayloadAction<string>) => {
      state.items = state.items.filter(({ id }) => id !== payload);
    },
    listToggled: (state, { payload }: PayloadAction<boolean>) => {
      state.listed = payload;
    },
    uploadsForgotten: () => ({ items: [], listed: false }),
  },
});

export const uploadsReducer = slice.reducer;
export const { uploadAdded, uploadChanged, uploadRemoved, listToggled, uploadsForgotten } =
  slice.actions;

export type UploadsRoot = { features: { uploads: UploadsState } };

export const selectListed = (state: UploadsRoot) => state.features.uploads.listed;
export const selectUploads = (state: UploadsRoot) => state.features.uploads.items;

export const selectUpload = (state: UploadsRoot, id: string): Upload | undefined =>
  selectUploads(state).find((upload) => upload.id === id);

export const selectUploadOfVideo = (state: UploadsRoot, videoId: string): Upload | undefined =>
  selectUploads(state).find((upload) => upload.videoId === videoId);

/** Whether something would be lost if the page were left now. */
export const isUnderWay = ({ stage }: Upload): boolean =>
  stage === "waiting" || stage === "sending" || stage === "finishing";

/** Whether nothing is left to do. A failed one that the server has begun can go on. */
export const isClearable = ({ stage, videoId }: Upload): boolean =>
  stage === "done" || (stage === "failed" && videoId === null);
