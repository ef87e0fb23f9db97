import { createSlice, isAnyOf, type PayloadAction } from "@reduxjs/toolkit";
import { api, type Me } from "@/shared/api";

export type AuthState = {
  /** The signed-in person, guests too; null while it is not known. */
  me: Me | null;
  /** What a sign-up or log-in waits for, and the session it belongs to. */
  pending: Pending | null;
  /** A forgotten password, for which a code was asked. */
  reset: { email: string; sessionToken: string } | null;
};
/** The code of a mail, an address that another service did not tell, or a second factor. */
export type Pending = { step: "verify" | "address" | "factor"; sessionToken: string } & Asker & {
    /** Whether a passkey may be the second factor. */
    passkey?: boolean;
  };
/** Who signs in, as far as it is known: the address that was typed, or by which service. */
export type Asker = { email?: string | undefined; provider?: string | undefined };

const isMyChange = isAnyOf(
  api.endpoints.updateMe.matchFulfilled,
  api.endpoints.putAvatar.matchFulfilled,
);
const initialState: AuthState = { me: null, pending: null, reset: null };

const slice = createSlice({
  name: "auth",
  initialState,
  reducers: {
    stepAsked: (state, { payload }: PayloadAction<AuthState["pending"]>) => {
      state.pending = payload;
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
        state.pending = null;
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
export const { stepAsked, resetBegun, signedOut } = slice.actions;

type Root = { features: { auth: AuthState } };
export const selectMe = (state: Root) => state.features.auth.me;
export const selectPending = (state: Root) => state.features.auth.pending;
export const selectReset = (state: Root) => state.features.auth.reset;
