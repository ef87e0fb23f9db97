import { describe, expect, it } from "vitest";
import {
  type ConnectionState,
  connectionChanged,
  selectConnectionCode,
  selectIsAway,
  websocketReducer,
} from "..";

/** What is known after these states of the connection. */
function known(...steps: [ConnectionState, number?][]) {
  const begun = websocketReducer(undefined, { type: "begin" });
  const websocket = steps.reduce(
    (state, [now, code]) =>
      websocketReducer(state, connectionChanged({ state: now, code, sends: true })),
    begun,
  );
  const root = { shared: { websocket } };
  return { away: selectIsAway(root), code: selectConnectionCode(root) };
}

describe("the connection", () => {
  it("is not lost while it is made for the first time", () => {
    expect(known(["connecting"]).away).toBe(false);
  });

  it("is lost until it is back, also while it is tried again", () => {
    expect(known(["live"], ["away"]).away).toBe(true);
    expect(known(["live"], ["away"], ["connecting"]).away).toBe(true);
    expect(known(["live"], ["away"], ["connecting"], ["live"]).away).toBe(false);
  });

  it("goes on saying why it was lost", () => {
    expect(known(["away", 4431], ["connecting"]).code).toBe(4431);
    expect(known(["away", 4431], ["connecting"], ["live"]).code).toBeNull();
  });
});
