export { deleteComment, loadThread } from "./model/actions";
export {
  type CommentSystemState,
  commentSystemReducer,
  replyBegun,
  selectTyping,
} from "./model/slice";
export { CommentForm } from "./ui/comment-form";
