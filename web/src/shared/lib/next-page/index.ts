export { insideOf, useAfterSignIn } from "./after-sign-in";
