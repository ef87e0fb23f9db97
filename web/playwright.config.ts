import { defineConfig } from "@playwright/test";

// tests/web/test_journeys.py starts the stack and says where it is. By hand: docs/front-end.md
export default defineConfig({
  testDir: "e2e",
  workers: 1,
  retries: 0,
  reporter: "list",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.BASE_URL ?? "http://127.0.0.1:8000",
    locale: "en-US",
    actionTimeout: 10_000,
    // A trace costs a quarter of the time: TRACE=retain-on-failure keeps those of what fails.
    trace: process.env.TRACE === "retain-on-failure" ? "retain-on-failure" : "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--headless=shell", "--autoplay-policy=no-user-gesture-required"],
    },
  },
});
