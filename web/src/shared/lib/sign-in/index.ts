export { type Begun, beginSignIn, takeBegun } from "./begun";
export { askPasskey, canUsePasskeys, isRefusal, makePasskey } from "./passkeys";
