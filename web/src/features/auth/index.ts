export { leave, meetPerson, type Outcome, resume, type Step } from "./model/flow";
export { type Failure, finishSignIn, type Return } from "./model/provider";
export {
  type AuthState,
  authReducer,
  resetBegun,
  selectMe,
  selectPending,
  selectReset,
  signedOut,
  stepAsked,
} from "./model/slice";
export { LoginForm } from "./ui/login-form";
export { MembersOnly } from "./ui/members-only";
export { PasskeyButton } from "./ui/passkey-button";
export { PendingForm, usePendingTitle } from "./ui/pending-form";
export { ProviderButtons } from "./ui/provider-buttons";
export { AskForResetForm, ResetForm } from "./ui/reset-forms";
export { SignupForm } from "./ui/signup-form";
