export {
  type Edit,
  editBegun,
  selectEdit,
  type TextEditState,
  textEditReducer,
} from "./model/slice";
export { TextEdit } from "./ui/text-edit";
