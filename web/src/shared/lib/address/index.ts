export { useAddressQuery } from "./address-query";
export { insideOf, useAfterSignIn } from "./after-sign-in";
export { useIds, useQuery } from "./ids";
export { useTitle } from "./use-title";
