export { type Place, type PresenceState, presenceReducer, selectPlaces } from "./model/slice";
