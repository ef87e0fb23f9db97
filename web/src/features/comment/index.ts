export { deleteComment, loadThread } from "./model/actions";
export {
  type CommentSystemState,
  commentSystemReducer,
  draftChanged as replyChanged,
  type Reply,
  replyBegun,
  selectReplies,
  selectTyping,
} from "./model/slice";
export { repliesKey, useKeptReplies } from "./model/use-kept-replies";
export { CommentForm } from "./ui/comment-form";
