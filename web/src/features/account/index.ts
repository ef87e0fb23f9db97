export { AddressForm } from "./ui/address-form";
export { Connections, useHasProviders } from "./ui/connections";
export { MailPreferences } from "./ui/mail-preferences";
export { PasswordForm } from "./ui/password-form";
export { PhotoForm } from "./ui/photo-form";
export { NameForm, RegionForm } from "./ui/profile-form";
export { SecondFactors } from "./ui/second-factors";
export { SessionList } from "./ui/session-list";
