export { keepGuest, keptGuest } from "./guest";
export {
  freshToken,
  resumeMember,
  type Session,
  signOut,
  startGuest,
  startMember,
  useSession,
} from "./session";
