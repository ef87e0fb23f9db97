export { askPasskey, canUsePasskeys, isRefusal, makePasskey } from "./passkeys";
