import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";

/** What tests/web/conftest.py made for the specs. */
export type Stack = {
  /** An origin on another site than the API, which it knows. Nothing is served there yet. */
  otherOrigin: string;
  password: string;
  project: string;
  projectName: string;
  video: string;
  /** The file that it was uploaded from. */
  videoFile: string;
  /** A film as long as it, with 30000/1001 frames a second. */
  otherRateFile: string;
  /** The folder in which the mail server writes what it is given. */
  mails: string;
  invitation: string;
  link: string;
  linkWithPassword: string;
  /** Only for outages.spec.ts: the server without the line to it, and where outages are asked for. */
  direct: string;
  control: string;
};

/** Its address is a number; by this name it is FRONTEND_URL. */
export const named = (process.env.BASE_URL ?? "").replace("127.0.0.1", "localhost");

export const stack: Stack = JSON.parse(process.env.STACK ?? "{}");

/** A test fails if a page breaks its own policy, or throws. */
export const test = base.extend<{ noFaults: undefined }>({
  noFaults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => {
        if (/Content Security Policy|hydrat/i.test(message.text())) faults.push(message.text());
      });
      await use(undefined);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/**
 * Log in as a member of the cast: owner, editor, reviewer, viewer, outsider. The language of the
 * page does not matter.
 */
export async function logIn(page: Page, name: string, path = "/login"): Promise<void> {
  await page.goto(path);
  await page.locator("input[type=email]").fill(`${name}@example.com`);
  await page.locator("input[type=password]").fill(stack.password);
  await page.locator("button[type=submit]").click();
}

/** The API as a member of the cast uses it. */
export async function apiOf(request: APIRequestContext, name: string) {
  const login = await request.post("/api/v1/auth/login", {
    data: { email: `${name}@example.com`, password: stack.password },
  });
  const headers = { Authorization: `Bearer ${(await login.json()).meta.access_token}` };
  const send = async (method: "post" | "patch", path: string, data: object) => {
    const answer = await request[method](`/api/v1/${path}`, { headers, data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  return {
    get: async (path: string) => (await request.get(`/api/v1/${path}`, { headers })).json(),
    post: (path: string, data: object) => send("post", path, data),
    patch: (path: string, data: object) => send("patch", path, data),
    delete: async (path: string) => {
      const answer = await request.delete(`/api/v1/${path}`, { headers });
      expect(answer.ok(), await answer.text()).toBe(true);
    },
  };
}

/** From now on a page does not hear of these events, as if they were still on their way. */
export async function holdBack(page: Page, ...types: string[]): Promise<void> {
  await page.routeWebSocket(/\/ws\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!types.some((type) => String(message).includes(`"${type}"`))) socket.send(message);
    });
  });
}

/** Upload a film (the specs' own) as the next version of the video, and wait until it is ready. */
export async function nextVersion(
  request: APIRequestContext,
  path = stack.videoFile,
): Promise<string> {
  const editor = await apiOf(request, "editor");
  const file = readFileSync(path);
  const [newest] = await editor.get(`videos/${stack.video}/versions?limit=1`);
  const { id, upload } = await editor.post("videos", {
    project_id: stack.project,
    title: "Rough cut",
    filename: "cut.mp4",
    content_type: "video/mp4",
    size: file.length,
    previous_version: newest.id,
  });
  const [part] = upload.parts;
  const answer = await request.put(part.url, { data: file });
  const parts = [{ number: part.number, etag: answer.headers().etag }];
  await editor.post(`videos/${id}/upload/complete`, { parts });
  await expect
    .poll(async () => (await editor.get(`videos/${id}`)).status, { timeout: 60_000 })
    .toBe("ready");
  return id;
}

/** The code in the newest mail to an address. */
export const codeFor = (address: string) => mailTo(address, /^ {4}([A-Z]{4}-[A-Z]{4})\r?$/m);

/** The invitation's link in the newest mail to an address, without its origin. */
export const linkFor = (address: string) =>
  mailTo(address, /https?:\/\/[^/\s]+(\/feedback\/public\/\S+)/);

/** What a pattern finds in the newest mail to an address, as soon as that has come. */
export async function mailTo(address: string, pattern: RegExp): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    for (const name of readdirSync(stack.mails).sort().reverse()) {
      const mail = readFileSync(join(stack.mails, name), "utf8");
      if (!mail.includes(`To: ${address}`)) continue;
      const found = textOf(mail).match(pattern)?.[1];
      if (found) return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${address} with ${pattern}`);
}

/** The parts of a mail, decoded where they are in base64 or have lines that were broken. */
function textOf(mail: string): string {
  return mail
    .split(/\r?\n\r?\n/)
    .map((part) => (/^[\w+/=\s]+$/.test(part) ? Buffer.from(part, "base64").toString() : part))
    .join("\n")
    .replace(/=\r?\n/g, "")
    .replace(/=3D/g, "=");
}
