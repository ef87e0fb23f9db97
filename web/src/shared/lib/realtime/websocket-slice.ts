import { createSlice } from "@reduxjs/toolkit";
import type { UserInfo } from "@/shared/api";
import { type ConnectionState, connectionChanged, presenceChanged } from "./events";

export type WebSocketState = {
  /** null while no project is open. */
  state: ConnectionState | null;
  /** Why it ended (4403, 4404), or was lost the last time. */
  code: number | null;
  /** It was lost, or could not be made, and is not back. */
  isAway: boolean;
  present: UserInfo[];
  /** Whether others receive that one types, where one is, and what one's player does. */
  sends: boolean;
};

const initialState: WebSocketState = {
  state: null,
  code: null,
  isAway: false,
  present: [],
  sends: true,
};

const slice = createSlice({
  name: "websocket",
  initialState,
  reducers: {
    connectionClosed: () => initialState,
  },
  extraReducers: (builder) => {
    builder
      .addCase(connectionChanged, (state, { payload }) => {
        const { state: now } = payload;
        state.isAway = now === "away" || (now === "connecting" && state.isAway);
        state.state = now;
        if (now !== "connecting") state.code = payload.code ?? null;
        state.sends = payload.sends;
      })
      .addCase(presenceChanged, (state, { payload }) => {
        state.present = payload;
      });
  },
});

export const websocketReducer = slice.reducer;
export const { connectionClosed } = slice.actions;

type Root = { shared: { websocket: WebSocketState } };
export const selectConnection = (state: Root) => state.shared.websocket.state;
export const selectConnectionCode = (state: Root) => state.shared.websocket.code;
export const selectIsAway = (state: Root) => state.shared.websocket.isAway;
export const selectSends = (state: Root) => state.shared.websocket.sends;
export const selectPresent = (state: Root) => state.shared.websocket.present;
