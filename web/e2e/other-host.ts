import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join } from "node:path";

const OUT = join(process.cwd(), "out");
const ID = /\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=[/.]|$)/gi;
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
/** What a build without NEXT_PUBLIC_API_URL has in its place. */
const NO_API = /(?:\(\w+\.i\(\d+\)\)|\w+\.i\(\d+\)|\w+)\.default\.env\.NEXT_PUBLIC_API_URL/g;

/**
 * A static host for the pages, on another origin than the API: what docs/front-end.md tells one to
 * set up. The built files name the API as a build with NEXT_PUBLIC_API_URL does, which would take
 * the suite another minute.
 */
export async function hostPages(origin: string, api: string): Promise<Server> {
  const hashes: Record<string, string[]> = JSON.parse(
    readFileSync(join(OUT, "script-hashes.json"), "utf8"),
  );
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", origin).pathname.replace(ID, "/_");
    const name = [path === "/" ? "/index.html" : path, `${path}.html`].find(
      (one) => extname(one) && existsSync(join(OUT, one)),
    );
    if (!name) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[extname(name)] ?? "application/octet-stream");
    if (hashes[name]) response.setHeader("Content-Security-Policy", policy(hashes[name], api));
    if (extname(name) !== ".js") return createReadStream(join(OUT, name)).pipe(response);
    const script = readFileSync(join(OUT, name), "utf8");
    return response.end(script.replace(NO_API, JSON.stringify(api)));
  });
  await new Promise<void>((resolve) => {
    server.listen(Number(new URL(origin).port), "localhost", resolve);
  });
  return server;
}

/** The policy that docs/front-end.md has for another origin; the storage is a third one. */
function policy(hashes: string[], api: string): string {
  const storage = "http://127.0.0.1:*";
  const rules = {
    "default-src": "'none'",
    "script-src": `'self' ${hashes.join(" ")}`,
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": `'self' data: blob: ${api} ${storage}`,
    "media-src": `blob: ${api} ${storage}`,
    "connect-src": `'self' ${api} ${api.replace("http", "ws")} ${storage}`,
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(rules)
    .map(([rule, sources]) => `${rule} ${sources}`)
    .join("; ");
}
