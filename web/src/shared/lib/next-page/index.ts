export { useAfterSignIn } from "./after-sign-in";
