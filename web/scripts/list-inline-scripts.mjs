// After a build: lists the hashes of each page's inline scripts in out/script-hashes.json, from which
// a server makes the page's Content-Security-Policy (videoplanet/front_end.py).
import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";

const INLINE = /<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs;

const hashOf = (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

const hashes = {};
for (const page of globSync("**/*.html", { cwd: "out" }).sort()) {
  const scripts = [...readFileSync(`out/${page}`, "utf8").matchAll(INLINE)];
  hashes[`/${page}`] = [...new Set(scripts.map(([, script]) => hashOf(script)))].sort();
}
writeFileSync("out/script-hashes.json", JSON.stringify(hashes, null, 1));
