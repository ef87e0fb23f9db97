export { mentionedIn } from "./lib/mentions";
export { usePeople } from "./model/use-people";
export { EmojiPicker } from "./ui/emoji-picker";
export { MentionField } from "./ui/mention-field";
