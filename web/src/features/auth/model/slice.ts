import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { api, type Me } from "@/shared/api";

export type AuthState = {
  /** The signed-in person, guests too; null while it is not known. */
  me: Me | null;
  /** A sign-up or log-in that waits for the code of a mail, and the session it belongs to. */
  verification: { email: string; sessionToken: string } | null;
};

const slice = createSlice({
  name: "auth",
  initialState: { me: null, verification: null } as AuthState,
  reducers: {
    verificationBegun: (state, { payload }: PayloadAction<AuthState["verification"]>) => {
      state.verification = payload;
    },
    signedOut: () => ({ me: null, verification: null }),
  },
  extraReducers: (builder) => {
    builder
      .addMatcher(api.endpoints.getMe.matchFulfilled, (state, { payload }) => {
        state.me = payload;
        state.verification = null;
      })
      .addMatcher(api.endpoints.updateMe.matchFulfilled, (state, { payload }) => {
        state.me = payload;
      });
  },
});

export const authReducer = slice.reducer;
export const { verificationBegun, signedOut } = slice.actions;

type Root = { features: { auth: AuthState } };
export const selectMe = (state: Root) => state.features.auth.me;
export const selectVerification = (state: Root) => state.features.auth.verification;
