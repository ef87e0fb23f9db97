export { insideOf, useAfterSignIn } from "./after-sign-in";
export { useIds, useQuery } from "./ids";
