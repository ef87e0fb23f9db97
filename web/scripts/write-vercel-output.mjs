// After a build: writes .vercel/output, which `vercel deploy --prebuilt` takes
// (https://vercel.com/docs/build-output-api/v3). Pages have the addresses and the policy that
// videoplanet/front_end.py gives them; NEXT_PUBLIC_API_URL and STORAGE_URL say where the API and the
// storage are.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const OUTPUT = ".vercel/output";
const ID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

const origin = (name) => {
  if (!process.env[name]) throw new Error(`${name} is not set.`);
  return new URL(process.env[name]).origin;
};
const api = origin("NEXT_PUBLIC_API_URL");
const storage = origin("STORAGE_URL");
const hashes = JSON.parse(readFileSync("out/script-hashes.json", "utf8"));

const policy = (page) =>
  Object.entries({
    "default-src": "'none'",
    "script-src": ["'self'", ...(hashes[page] ?? [])].join(" "),
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": `'self' data: blob: ${storage} ${api}`,
    "media-src": `blob: ${storage} ${api}`,
    "connect-src": `'self' ${storage} ${api} ${api.replace(/^http/, "ws")}`,
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  })
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");

const headersOf = (file) => ({
  "Cache-Control": file.startsWith("_next/static/")
    ? "public, max-age=315360000, immutable"
    : "no-cache",
  "X-Content-Type-Options": "nosniff",
  "Strict-Transport-Security": "max-age=31536000",
  ...(file.endsWith(".html") && {
    "Content-Security-Policy": policy(`/${file}`),
    "Referrer-Policy": "no-referrer",
  }),
});

/** The addresses of a file: `/login` is login.html, and an id is `_`. */
const sourceOf = (file) => {
  const path = file === "index.html" ? "" : file.replace(/\.html$/, "");
  const segments = path.split("/").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return `^/${segments.map((part) => part.replace(/^_(?=\\\.|$)/, ID)).join("/")}$`;
};

const files = globSync("**/*", { cwd: "out", withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replace(/^out\//, ""))
  .sort();
const named = files.filter((file) => !file.startsWith("_next/static/"));

rmSync(OUTPUT, { recursive: true, force: true });
mkdirSync(OUTPUT, { recursive: true });
cpSync("out", `${OUTPUT}/static`, { recursive: true });
const routes = [
  { src: "^/_next/static/.*$", headers: headersOf("_next/static/"), continue: true },
  ...named.map((file) => ({ src: sourceOf(file), dest: `/${file}`, headers: headersOf(file) })),
  { handle: "filesystem" },
  { src: "^/.*$", dest: "/404.html", status: 404, headers: headersOf("404.html") },
];
writeFileSync(`${OUTPUT}/config.json`, JSON.stringify({ version: 3, routes }, null, 1));
