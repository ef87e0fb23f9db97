// Runs docs/client/videoplanet.js as a front end would. In: one line of JSON `{url, projectId,
// token, fresh, waits}`, then lines that do something (`{url}`, `{typing}`, `{cursor}`). Out: lines
// of JSON, each with one of `event`, `told`, `present`, `state`, `loaded`, `asked`.
import { createInterface } from "node:readline";

import { ProjectStream } from "../../docs/client/videoplanet.js";

const say = (line) => console.log(JSON.stringify(line));
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const given = JSON.parse((await lines.next()).value);

const load = async () => {
  const query = `project_id=${given.projectId}&limit=200`;
  const answer = await fetch(`${given.url.replace("ws", "http")}/api/v1/feedbacks?${query}`, {
    headers: { Authorization: `Bearer ${given.fresh ?? given.token}` },
  });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const seq = Number(answer.headers.get("X-Project-Seq"));
  say({ loaded: seq, ids: (await answer.json()).map(({ id }) => id) });
  return seq;
};
const options = {
  projectId: given.projectId,
  load,
  // What the test gives next is there by the time that it is asked for.
  get url() {
    return given.url;
  },
  token: async (refused) => {
    say({ asked: refused });
    return (refused && given.fresh) || given.token;
  },
  onEvent: (event) => say({ event }),
  onTold: (told) => say({ told }),
  onPresence: (people) => say({ present: people.map(({ name }) => name).sort() }),
  onState: (state, code) => say({ state, code }),
  waits: given.waits,
};
const stream = new ProjectStream(options);
stream.start();
for await (const line of lines) {
  const { typing, cursor, ...changed } = JSON.parse(line);
  Object.assign(given, changed);
  if (typing) stream.typing(typing);
  if (cursor) stream.cursor(...cursor);
}
stream.close();
