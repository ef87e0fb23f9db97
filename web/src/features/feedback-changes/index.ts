export {
  type Change,
  changeFeedback,
  changeMany,
  deleteFeedback,
  deleteMany,
} from "./model/actions";
