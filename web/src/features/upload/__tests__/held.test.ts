import { configureStore } from "@reduxjs/toolkit";
import { expect, it } from "vitest";
import { clearFinished, files, removeUpload } from "../model/held";
import { selectUploads, uploadAdded, uploadsReducer } from "../model/slice";

const row = { projectId: "p", title: "t", filename: "t.mp4", size: 1, lastModified: 1 };

it("clears what has nothing left to do, and lets its files go", () => {
  const store = configureStore({
    reducer: (
      state: { features: { uploads: ReturnType<typeof uploadsReducer> } } | undefined,
      action,
    ) => ({
      features: { uploads: uploadsReducer(state?.features.uploads, action) },
    }),
  });
  const add = (stage: "done" | "failed" | "file-needed" | "sending", videoId: string | null) => {
    const added = uploadAdded({ ...row, previousVersion: null, stage, videoId });
    store.dispatch(added);
    files.set(added.payload.id, { file: new File(["a"], "t.mp4"), handle: null });
    return added.payload.id;
  };
  const over = [add("done", "1"), add("failed", null)];
  const left = [add("failed", "2"), add("file-needed", "3"), add("sending", null)];
  store.dispatch(clearFinished());
  expect(selectUploads(store.getState()).map(({ id }) => id)).toEqual(left);
  expect(over.some((id) => files.has(id))).toBe(false);
  for (const id of left) store.dispatch(removeUpload(id));
  expect(files.size).toBe(0);
});
