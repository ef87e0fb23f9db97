export { ShareLinkForm } from "./ui/link-form";
export { RevokeLink } from "./ui/revoke-link";
