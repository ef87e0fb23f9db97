import { createSlice } from "@reduxjs/toolkit";
import type { UserInfo } from "@/shared/api";
import { type ConnectionState, connectionChanged, presenceChanged } from "./events";

export type WebSocketState = {
  /** null while no project is open. */
  state: ConnectionState | null;
  /** Why it ended: 4403, 4404. */
  code: number | null;
  present: UserInfo[];
};

const initialState: WebSocketState = { state: null, code: null, present: [] };

const slice = createSlice({
  name: "websocket",
  initialState,
  reducers: {
    connectionClosed: () => initialState,
  },
  extraReducers: (builder) => {
    builder
      .addCase(connectionChanged, (state, { payload }) => {
        state.state = payload.state;
        state.code = payload.code ?? null;
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
export const selectPresent = (state: Root) => state.shared.websocket.present;
