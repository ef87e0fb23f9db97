import { createSlice, isAnyOf, type PayloadAction } from "@reduxjs/toolkit";
import { api, type Me } from "@/shared/api";

export type AuthState = {
  /** The signed-in person, guests too; null while it is not known. */
  me: Me | null;
  /** A sign-up or log-in that waits for the code of a mail, and the session it belongs to. */
  verification: Pending | null;
  /** A forgotten password, for which a code was asked. */
  reset: Pending | null;
};
type Pending = { email: string; sessionToken: string };

const isMyChange = isAnyOf(
  api.endpoints.updateMe.matchFulfilled,
  api.endpoints.putAvatar.matchFulfilled,
);
const initialState: AuthState = { me: null, verification: null, reset: null };

const slice = createSlice({
  name: "auth",
  initialState,
  reducers: {
    verificationBegun: (state, { payload }: PayloadAction<AuthState["verification"]>) => {
      state.verification = payload;
    },
    resetBegun: (state, { payload }: PayloadAction<AuthState["reset"]>) => {
      state.reset = payload;
    },
    signedOut: () => initialState,
  },
  extraReducers: (builder) => {
    builder
      .addMatcher(api.endpoints.getMe.matchFulfilled, (state, { payload }) => {
        state.me = payload;
        state.verification = null;
        state.reset = null;
      })
      .addMatcher(isMyChange, (state, { payload }) => {
        state.me = payload;
      })
      .addMatcher(api.endpoints.deleteAvatar.matchFulfilled, (state) => {
        if (state.me) state.me.avatar_url = null;
      });
  },
});

export const authReducer = slice.reducer;
export const { verificationBegun, resetBegun, signedOut } = slice.actions;

type Root = { features: { auth: AuthState } };
export const selectMe = (state: Root) => state.features.auth.me;
export const selectVerification = (state: Root) => state.features.auth.verification;
export const selectReset = (state: Root) => state.features.auth.reset;
