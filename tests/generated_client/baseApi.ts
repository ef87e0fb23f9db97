// What a front end writes by hand: where the API is, and the token that goes with each request.
import { createApi, fetchBaseQuery } from "@reduxjs/toolkit/query";

export const session: { address: string; token?: string | undefined } = { address: "" };

const baseQuery: ReturnType<typeof fetchBaseQuery> = (args, api, options) =>
  fetchBaseQuery({
    baseUrl: session.address,
    prepareHeaders: (headers) => {
      if (session.token) headers.set("Authorization", `Bearer ${session.token}`);
    },
  })(args, api, options);

export const baseApi = createApi({ baseQuery, endpoints: () => ({}) });
