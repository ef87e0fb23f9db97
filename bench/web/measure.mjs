// One round of `python -m bench.web`: prints its figures as one line of JSON. It runs in web/.
import { createRequire } from "node:module";

const { chromium } = createRequire(`${process.cwd()}/package.json`)("@playwright/test");
const given = JSON.parse(process.argv[2]);
const ROOM = `/projects/${given.project}/videos/${given.video}`;
const LINE = {
  offline: false,
  latency: 40,
  downloadThroughput: 10e6 / 8,
  uploadThroughput: 10e6 / 8,
};
const KEYS = "The title is a little too small for a phone, and it leaves too soon.";

const p95 = (values) => values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];

const browser = await chromium.launch({
  executablePath: given.chromium,
  args: ["--no-sandbox", "--headless=shell", "--autoplay-policy=no-user-gesture-required"],
});
const context = await browser.newContext({
  baseURL: given.url,
  locale: "en-US",
  viewport: { width: 1440, height: 900 },
});
const page = await context.newPage();
const devtools = await context.newCDPSession(page);
const slow = async (rate) => devtools.send("Emulation.setCPUThrottlingRate", { rate });

await page.goto("/login");
await page.getByLabel("E-mail", { exact: true }).fill(given.email);
await page.getByLabel("Password", { exact: true }).fill(given.password);
await page.getByRole("button", { name: "Log in", exact: true }).click();
await page.waitForURL("/");
await devtools.send("Network.enable");
const figures = {};

/** Loads a page as somebody does who was never here; returns when its largest part was painted. */
async function load(path, isThere) {
  await devtools.send("Network.clearBrowserCache");
  await devtools.send("Network.emulateNetworkConditions", LINE);
  await slow(4);
  await page.goto(path);
  await isThere();
  await page.waitForLoadState("networkidle");
  const painted = await page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({
          type: "largest-contentful-paint",
          buffered: true,
        });
      }),
  );
  await slow(1);
  await devtools.send("Network.emulateNetworkConditions", {
    ...LINE,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  return painted;
}

const rows = page.getByTestId("feedback-list").getByRole("button");
figures["project: largest contentful paint"] = await load(`/projects/${given.project}`, () =>
  page.locator(`a[href*="${given.video}"]`).first().waitFor(),
);
figures["room: largest contentful paint"] = await load(ROOM, () => rows.first().waitFor());

/** Kilobytes of script, compressed: those before the first request for data, and all. */
const [first, all] = await page.evaluate(() => {
  const entries = performance.getEntriesByType("resource");
  const asked = entries.find(({ name }) => name.includes("/api/")).startTime;
  const sum = (scripts) => scripts.reduce((bytes, it) => bytes + it.encodedBodySize, 0) / 1000;
  const scripts = entries.filter(({ name }) => new URL(name).pathname.endsWith(".js"));
  return [sum(scripts.filter(({ startTime }) => startTime <= asked)), sum(scripts)];
});
figures["room: script until its data"] = first;
figures["room: script in all"] = all;

// Typing: the browser's own Event Timing says when a key was taken up, and when that was painted.
await slow(4);
await page.keyboard.press("c");
await page.getByTestId("feedback-input").click();
await page.evaluate(() => {
  window.keys = [];
  new PerformanceObserver((list) => {
    for (const event of list.getEntries()) {
      if (event.name === "keydown") {
        window.keys.push([event.processingStart - event.startTime, event.duration]);
      }
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: false });
});
await page.keyboard.type(KEYS, { delay: 60 });
// What was painted within 16 ms is not reported: it was no delay.
const keys = await page.evaluate(() => window.keys);
const missing = Array.from({ length: Math.max(0, KEYS.length - keys.length) }, () => [0, 16]);
figures["typing: delay of a key, p95"] = p95([...keys, ...missing].map(([delay]) => delay));
figures["typing: key to paint, p95"] = p95([...keys, ...missing].map(([, paint]) => paint));
await slow(1);

// Scrolling: how many of the screen's frames, sixty a second, were not drawn.
await page.keyboard.press("Escape");
await rows.first().hover();
const frames = page.evaluate(
  () =>
    new Promise((done) => {
      const begun = performance.now();
      let drawn = -1;
      const draw = () => {
        drawn += 1;
        const passed = performance.now() - begun;
        if (passed < 3000) requestAnimationFrame(draw);
        else done({ drawn, due: (passed * 60) / 1000 });
      };
      requestAnimationFrame(draw);
    }),
);
for (let turn = 0; turn < 60; turn++) {
  await page.mouse.wheel(0, 600);
  await page.waitForTimeout(40);
}
const { drawn, due } = await frames;
figures["scrolling: frames that were dropped"] = Math.max(0, 100 * (1 - drawn / due));

// Live: from the moment in which somebody else sends a feedback to the frame that shows it.
const login = await context.request.post("/api/v1/auth/login", {
  data: { email: given.email, password: given.password },
});
const headers = { Authorization: `Bearer ${(await login.json()).meta.access_token}` };
const times = [];
await page.getByTestId("feedback-list").evaluate((list) => {
  list.parentElement.scrollTop = 0;
});
for (let event = 0; event < given.events; event++) {
  const content = `Live ${event}.`;
  const painted = page.evaluate(
    (text) =>
      new Promise((done) => {
        const look = () => {
          const list = document.querySelector('[data-testid="feedback-list"]');
          if (list.textContent.includes(text)) done(Date.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    content,
  );
  const sent = Date.now();
  const answer = await context.request.post("/api/v1/feedbacks", {
    headers,
    // Each before all others, so that it is where the list is looked at.
    data: { video_id: given.video, timestamp: (given.events - event) / 1e5, content },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  times.push((await painted) - sent);
  await page.evaluate(() => {
    document.querySelector('[data-testid="feedback-list"]').parentElement.scrollTop = 0;
  });
}
figures["live: sent by another to painted, p95"] = p95(times);

await devtools.send("HeapProfiler.collectGarbage");
await devtools.send("Performance.enable");
const { metrics } = await devtools.send("Performance.getMetrics");
figures["memory: heap of the room"] =
  metrics.find(({ name }) => name === "JSHeapUsedSize").value / 1e6;

await browser.close();
process.stdout.write(`${JSON.stringify(figures)}\n`);
