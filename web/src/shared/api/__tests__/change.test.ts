import { expect, it } from "vitest";
import { changeFrom } from "../change";

type Row = { etag: string; title: string };

/** A server with one row, which refuses what starts from another version than the present one. */
function server(row: Row) {
  let version = 1;
  const state = { row, sent: 0 };
  return {
    state,
    change: (wanted: string) => ({
      wanted,
      pick: ({ title }: Row) => title,
      read: async () => ({ data: state.row }),
      send: async (etag: string) => {
        state.sent += 1;
        if (etag !== state.row.etag) return { error: { status: 412, data: {} } };
        version += 1;
        state.row = { etag: `"${version}"`, title: wanted };
        return { data: state.row };
      },
    }),
  };
}

it("saves what nobody else has changed", async () => {
  const { state, change } = server({ etag: "a", title: "Old" });
  const answer = await changeFrom<Row>({ etag: "a", before: "Old", ...change("New") });
  expect(answer).toEqual({ saved: state.row });
  expect(state.row.title).toBe("New");
});

it("saves beside a change of something else", async () => {
  const { state, change } = server({ etag: "b", title: "Old" });
  const answer = await changeFrom<Row>({ etag: "a", before: "Old", ...change("New") });
  expect(answer).toEqual({ saved: state.row });
  expect(state).toMatchObject({ row: { title: "New" }, sent: 2 });
});

it("writes over nothing that somebody else has written in the same place", async () => {
  const { state, change } = server({ etag: "b", title: "Theirs" });
  const answer = await changeFrom<Row>({ etag: "a", before: "Old", ...change("New") });
  expect(answer).toEqual({ other: { etag: "b", title: "Theirs" } });
  expect(state).toMatchObject({ row: { title: "Theirs" }, sent: 1 });
});

it("asks nobody where both want the same", async () => {
  const { change } = server({ etag: "b", title: "New" });
  const answer = await changeFrom<Row>({ etag: "a", before: "Old", ...change("New") });
  expect(answer).toEqual({ saved: { etag: "b", title: "New" } });
});

it("gives up where a row never stays as it was read", async () => {
  const { change } = server({ etag: "b", title: "Old" });
  const refused = { error: { status: 412, data: {} } };
  const never = { ...change("New"), send: async () => refused };
  expect(await changeFrom<Row>({ etag: "a", before: "Old", ...never })).toEqual(refused);
});
