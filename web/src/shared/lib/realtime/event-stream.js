/**
 * The `fallback` of ProjectStream (videoplanet.js): a project's events as a response that does not
 * end, where a network lets no sockets through. Copy it together with videoplanet.js if you need it.
 *
 * It has the parts of a WebSocket that ProjectStream uses. What others receive (`typing`, `cursor`,
 * `playback`, `follow`) can't be sent this way.
 */

/** As the close codes of docs/realtime.md. Whatever else happens is a lost connection. */
const CODES = { 401: 4401, 403: 4403, 404: 4404, 429: 4431 };
const LOST = 1006;

/**
 * @param {string} url The origin of the API: `https://review.example.com`.
 * @param {string} projectId
 * @param {URLSearchParams} query What ProjectStream would ask of a socket.
 * @returns {WebSocket}
 */
export const openEventStream = (url, projectId, query) =>
  /** @type {any} */ (new EventStream(`${url}/api/v1/projects/${projectId}/events`, query));

class EventStream {
  onmessage = (_message) => undefined;
  onclose = (_event) => undefined;
  #address;
  #token;
  #shapes;
  #response = new AbortController();

  constructor(address, query) {
    this.#address = address;
    this.#token = query.get("token");
    this.#shapes = query.get("shapes");
    void this.#read([query.get("last_seq"), query.get("log_id")].filter(Boolean).join("-"));
  }

  /** 1: open, as ProjectStream wants to know before it sends. */
  get readyState() {
    return this.#response.signal.aborted ? 3 : 1;
  }

  /** After a resync the stream goes on from where a ping says; nothing else reaches the server. */
  send(text) {
    const { type, seq } = JSON.parse(text);
    if (type !== "ping" || seq === undefined) return;
    this.#response.abort();
    this.#response = new AbortController();
    void this.#read(`${seq}`);
  }

  close() {
    this.#response.abort();
  }

  async #read(lastEventId) {
    const { signal } = this.#response;
    let code = LOST;
    try {
      const shapes = this.#shapes ? { shapes: this.#shapes } : {};
      const query = new URLSearchParams({ last_event_id: lastEventId, ...shapes });
      const response = await fetch(`${this.#address}?${query}`, {
        headers: { Accept: "text/event-stream", Authorization: `Bearer ${this.#token}` },
        signal,
      });
      if (response.ok) await this.#receive(response.body, signal);
      else code = CODES[response.status] ?? LOST;
    } catch {
      // The network's end, or our own.
    }
    if (!signal.aborted) this.onclose({ code });
  }

  async #receive(body, signal) {
    let text = "";
    for await (const piece of piecesOf(body)) {
      text += piece;
      const blocks = text.split("\n\n");
      text = blocks.pop();
      for (const block of blocks) {
        if (signal.aborted) return;
        this.onmessage({ data: frameOf(block) });
      }
    }
  }
}

/** Safari can't iterate over a body. */
async function* piecesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

/** The JSON of an event. A comment, which comes when nothing else does, counts as a sign of life. */
function frameOf(block) {
  const data = block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trimStart());
  return data.length > 0 ? data.join("\n") : JSON.stringify({ type: "pong" });
}
