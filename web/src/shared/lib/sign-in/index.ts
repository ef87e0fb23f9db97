export { type Begun, beginSignIn, takeBegun } from "./begun";
export {
  askPasskey,
  canUsePasskeys,
  makePasskey,
  type PasskeyRefusal,
  passkeyRefusal,
} from "./passkeys";
