import { createApi, fetchBaseQuery } from "@reduxjs/toolkit/query/react";
import { API_URL } from "@/shared/config";
import { authorizedFetch } from "./http";

/** The API that generated.ts adds its endpoints to; src/app/store.ts has its reducer. */
export const baseApi = createApi({
  reducerPath: "api",
  baseQuery: fetchBaseQuery({
    baseUrl: API_URL,
    fetchFn: authorizedFetch,
    paramsSerializer,
  }),
  endpoints: () => ({}),
});

/**
 * Lists are repeated parameters: `?status=open&status=closed`. Where answers may have drawings, all
 * shapes are asked for.
 */
function paramsSerializer(params: Record<string, unknown>): string {
  const query = new URLSearchParams("shapes" in params ? { shapes: "path" } : {});
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) query.append(name, String(one));
    }
  }
  return query.toString();
}
