import type { Problem, Upload } from "../model/slice";

/** A file that somebody has chosen or dropped, and what opens it again where browsers have that. */
export type Picked = { file: File; handle: FileSystemFileHandle | null };

/** The media types that the API takes (docs/openapi.yaml, `createVideo`). */
const TAKEN = /^(video\/.+|application\/(octet-stream|mxf|mp4|ogg))?$/i;
/** Files that systems often give another type, or take for text. */
const EXTENSION = /\.(3gp|avi|dv|flv|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|mxf|ogv|ts|webm|wmv)$/i;
// Names are one line, without characters that steer the text's direction and the like.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

export function problemOf(file: File): Problem | null {
  if (!TAKEN.test(file.type) && !EXTENSION.test(file.name)) return { kind: "not-a-video" };
  return file.size === 0 ? { kind: "empty" } : null;
}

/** The media type to name to the API: empty if the system has taken the file for something else. */
export const typeOf = (file: File): string => (TAKEN.test(file.type) ? file.type : "");

/**
 * The end of a long name says what kind of file it is. Systems write the same letters differently
 * (macOS takes them apart), so a name that is chosen again on another one may have other characters.
 */
export const nameOf = (file: File): string =>
  file.name.normalize("NFC").replace(INVISIBLE, " ").trim().slice(-255);

/** Whether a file is the one that an upload was begun with, as far as can be told without reading. */
export function fits(file: File, { filename, size, lastModified }: Known): boolean {
  const isSame = nameOf(file) === filename.normalize("NFC") && file.size === size;
  return isSame && (lastModified === null || lastModified === file.lastModified);
}
type Known = Pick<Upload, "filename" | "size" | "lastModified">;

export function titleOf(file: File): string {
  const name = nameOf(file);
  return (name.replace(/\.[^.]{1,5}$/, "").trim() || name).slice(0, 200);
}

export const picked = (files: Iterable<File>): Picked[] =>
  [...files].map((file) => ({ file, handle: null }));

type Opener = { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

/**
 * The files of a drop. Call it at once: a browser empties the list as soon as the event is over.
 * `folders`: how many folders were among them, which are not read.
 */
export async function dropped(data: DataTransfer): Promise<{ files: Picked[]; folders: number }> {
  const items = [...data.items].filter(({ kind }) => kind === "file");
  const read = items.map((item) => ({
    file: item.getAsFile(),
    isFolder: item.webkitGetAsEntry()?.isDirectory ?? false,
    // Without a handle the file is asked for again after a reload.
    handle: (item as Opener).getAsFileSystemHandle?.().catch(() => null) ?? null,
  }));
  const files: Picked[] = [];
  for (const { file, isFolder, handle } of read) {
    if (!file || isFolder) continue;
    const opened = await handle;
    files.push({
      file,
      handle: opened?.kind === "file" ? (opened as FileSystemFileHandle) : null,
    });
  }
  return { files, folders: read.filter(({ isFolder }) => isFolder).length };
}
