export { type InvitationFlowState, invitationFlowReducer } from "./model/slice";
export { GuestDoor } from "./ui/guest-door";
