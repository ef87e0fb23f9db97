export { api } from "./api";
export { baseApi } from "./base-api";
export type * from "./generated";
export { ApiError, authorizedFetch, readAll } from "./http";
export { type Refusal, refusalOf } from "./problem";
