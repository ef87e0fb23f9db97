export type { Picked } from "./lib/files";
export { clearFinished, removeUpload } from "./model/held";
export { addUploads, cancelUpload, cancelVideo, giveFile, retryUpload } from "./model/queue";
export { continueVideo, openRemembered } from "./model/resume";
export {
  isClearable,
  isUnderWay,
  listToggled,
  type Problem,
  selectListed,
  selectUploadOfVideo,
  selectUploads,
  type Upload,
  type UploadsRoot,
  type UploadsState,
  uploadsReducer,
} from "./model/slice";
export { FileButton, useFileChoice } from "./ui/file-button";
export { UploadKeeper } from "./ui/upload-keeper";
export { useAmounts } from "./ui/use-amounts";
export { type Over, useFileDrop } from "./ui/use-file-drop";
