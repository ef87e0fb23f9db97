export { InvitationActions } from "./ui/invitation-actions";
export { InviteForm } from "./ui/invite-form";
