// Many clients of a project, as pages have them; prints when each is away, and after how long back.
import { ProjectStream } from "../../web/src/shared/lib/realtime/videoplanet.js";

const [url, projectId, token, count] = process.argv.slice(2);
for (let client = 0; client < Number(count); client += 1) {
  let awayAt;
  const onState = (state) => {
    if (state === "away") awayAt = Date.now();
    if (state === "away" || state === "live") {
      const took = awayAt === undefined ? null : Date.now() - awayAt;
      console.log(JSON.stringify({ client, state, took }));
    }
  };
  const load = async () => 0;
  const options = { url, projectId, token: async () => token, load, onState, onEvent: () => {} };
  void new ProjectStream(options).start();
}
