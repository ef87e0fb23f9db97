export { EmojiPicker } from "./emoji-picker";
export { MentionField } from "./mention-field";
