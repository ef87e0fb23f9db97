export { leave, meetPerson, type Outcome, resume } from "./model/flow";
export {
  type AuthState,
  authReducer,
  resetBegun,
  selectMe,
  selectReset,
  selectVerification,
  signedOut,
  verificationBegun,
} from "./model/slice";
export { LoginForm } from "./ui/login-form";
export { MembersOnly } from "./ui/members-only";
export { AskForResetForm, ResetForm } from "./ui/reset-forms";
export { SignupForm } from "./ui/signup-form";
export { VerifyForm } from "./ui/verify-form";
