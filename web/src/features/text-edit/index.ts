export {
  type Edit,
  editBegun,
  editEnded,
  selectEdit,
  selectEdits,
  type TextEditState,
  textEditReducer,
} from "./model/slice";
export { editsKey, useKeptEdits } from "./model/use-kept-edits";
export { TextEdit } from "./ui/text-edit";
