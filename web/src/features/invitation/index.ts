export { enterByInvitation, returnByLink } from "./model/actions";
export {
  doorChanged,
  type InvitationState,
  invitationReducer,
  type Refusal,
  selectDoor,
} from "./model/slice";
export { LinkForm } from "./ui/link-form";
export { NamePrompt } from "./ui/name-prompt";
