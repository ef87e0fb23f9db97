/** What a browser keeps of an upload, to go on with it after a reload. */
export type Kept = {
  videoId: string;
  userId: string;
  projectId: string;
  previousVersion: string | null;
  title: string;
  filename: string;
  size: number;
  lastModified: number | null;
  /** Opens the file again, if the browser has such handles and the person allows it. */
  handle: FileSystemFileHandle | null;
};

const STORE = "uploads";

/** In IndexedDB, since localStorage takes no handles. */
function open(): Promise<IDBDatabase> {
  const request = indexedDB.open("videoplanet-uploads", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "videoId" });
  return result(request);
}

export const keepUpload = (kept: Kept) => inStore("readwrite", (store) => store.put(kept));

export const forgetUpload = (videoId: string) =>
  inStore("readwrite", (store) => store.delete(videoId));

export async function keptUploads(userId: string): Promise<Kept[]> {
  const all: Kept[] = await inStore("readonly", (store) => store.getAll());
  return all.filter((kept) => kept.userId === userId);
}

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await result(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
