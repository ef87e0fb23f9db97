export { api } from "./api";
export { baseApi } from "./base-api";
export { type Changed, changeFrom } from "./change";
export { download, nameOf, Refused } from "./download";
export type * from "./generated";
export { ApiError, authorizedFetch, nextPage, readAll } from "./http";
export { type Refusal, refusalOf } from "./problem";
