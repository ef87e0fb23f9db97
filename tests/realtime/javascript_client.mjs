// Runs web/src/shared/lib/realtime/videoplanet.js as a front end would.
// Input: one line of JSON `{url, projectId, token, fresh, waits, api}` (`api`: the origin of REST,
// for a stream where sockets are blocked), then lines with commands (`{url}`, `{typing}`, `{cursor}`,
// and `{ask}` for the server's time). Output: lines of JSON, each with one of `event`, `ephemeral`,
// `present`, `state`, `loaded`, `off`, `tokenWanted`.
import { createInterface } from "node:readline";

import { openEventStream } from "../../web/src/shared/lib/realtime/event-stream.js";
import { ProjectStream } from "../../web/src/shared/lib/realtime/videoplanet.js";

const print = (line) => console.log(JSON.stringify(line));
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const settings = JSON.parse((await lines.next()).value);

const load = async () => {
  const query = `project_id=${settings.projectId}&limit=200`;
  const origin = settings.api ?? settings.url.replace("ws", "http");
  const response = await fetch(`${origin}/api/v1/feedbacks?${query}`, {
    headers: { Authorization: `Bearer ${settings.fresh ?? settings.token}` },
  });
  if (!response.ok) throw new Error(`${response.status}`);
  const seq = Number(response.headers.get("X-Project-Seq"));
  print({ loaded: seq, ids: (await response.json()).map(({ id }) => id) });
  return seq;
};
const options = {
  projectId: settings.projectId,
  load,
  // Read for each connection, so that the test can change it.
  get url() {
    return settings.url;
  },
  token: async (refused) => {
    print({ tokenWanted: true, refused });
    return (refused && settings.fresh) || settings.token;
  },
  onEvent: (event) => print({ event }),
  onEphemeral: (ephemeral) => print({ ephemeral }),
  onPresence: (people) => print({ present: people.map(({ name }) => name).sort() }),
  onState: (state, code) => print({ state, code, sends: stream.canSend }),
  waits: settings.waits,
  ...(settings.api && {
    fallback: async (query) => openEventStream(settings.api, settings.projectId, query),
  }),
};
const stream = new ProjectStream(options);
stream.start();
for await (const line of lines) {
  const { typing, cursor, ask, ...changed } = JSON.parse(line);
  Object.assign(settings, changed);
  if (typing) stream.typing(typing);
  if (cursor) stream.cursor(...cursor);
  if (ask) {
    stream.ping();
    setTimeout(() => print({ off: stream.serverTime - Date.now() }), 500);
  }
}
stream.close();
