import { api, type Refusal, refusalOf, type UploadState, type VideoUpload } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { typeOf } from "../lib/files";
import { Passing } from "../lib/patience";
import type { Upload } from "./slice";

/** The API has said no, and would say so again. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Whether the server has no such upload (any more): it is lost, was ended, or was completed. */
export const isOver = (error: unknown): boolean =>
  error instanceof Refused && [404, 409].includes(error.refusal.status);

type Answer<T> = PromiseLike<{ data?: T | undefined; error?: unknown }>;

/** Throws Refused, or Passing for what may succeed later. */
async function answerOf<T>(request: Answer<T>): Promise<T> {
  const { data, error } = await request;
  if (error === undefined) return data as T;
  const refusal = refusalOf(error);
  if (refusal.status === 0 || refusal.status === 429 || refusal.status >= 500) throw new Passing();
  throw new Refused(refusal);
}

/** Begin an upload on the server. The same one twice is begun once. */
export const begin = (dispatch: AppDispatch, upload: Upload, file: File): Promise<VideoUpload> =>
  answerOf(
    dispatch(
      api.endpoints.createVideo.initiate({
        "Idempotency-Key": upload.id,
        createVideo: {
          project_id: upload.projectId,
          title: upload.title,
          filename: upload.filename,
          size: upload.size,
          content_type: typeOf(file),
          previous_version: upload.previousVersion,
        },
      }),
    ),
  );

/** Which parts the storage has, and addresses for the others. */
export const ask = (dispatch: AppDispatch, videoId: string): Promise<UploadState> =>
  answerOf(
    dispatch(
      api.endpoints.getUpload.initiate({ id: videoId }, { forceRefetch: true, subscribe: false }),
    ),
  );

export async function complete(
  dispatch: AppDispatch,
  videoId: string,
  uploaded: UploadState["uploaded"],
): Promise<void> {
  const parts = uploaded.map(({ number, etag }) => ({ number, etag }));
  const request = api.endpoints.completeUpload.initiate({ id: videoId, completeUpload: { parts } });
  await answerOf(dispatch(request));
}

/** End an upload on the server. That it has ended already is what was wanted. */
export async function abort(dispatch: AppDispatch, videoId: string): Promise<void> {
  try {
    await answerOf(dispatch(api.endpoints.abortUpload.initiate({ id: videoId })));
  } catch (error) {
    if (!isOver(error)) throw error;
  }
}
