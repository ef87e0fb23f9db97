export { retryMissing, useIsMissing } from "./missing";
export { part, useLoaded } from "./part";
