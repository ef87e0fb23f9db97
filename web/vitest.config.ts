import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

// Slices and functions run in Node, components in the Chromium that the Python tests bring.
export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": resolve(import.meta.dirname, "src") } },
  css: { preprocessorOptions: { scss: { loadPaths: ["src/shared/ui"] } } },
  define: { "process.env.NEXT_PUBLIC_API_URL": "undefined" },
  test: {
    globals: true,
    projects: [
      { extends: true, test: { name: "units", include: ["src/**/__tests__/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "components",
          include: ["src/**/__tests__/*.test.tsx"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
                args: ["--no-sandbox", "--headless=shell"],
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
