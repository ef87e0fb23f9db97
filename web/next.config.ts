import type { NextConfig } from "next";

const ID = "[0-9a-f]{8}-[0-9a-f-]{27}";

const config: NextConfig = {
  images: { unoptimized: true },
  reactStrictMode: true,
  sassOptions: { loadPaths: ["src/shared/ui"] },
  // `make check` runs tsc; a build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // Texts are parsed when a page is built, so no parser for them is shipped. This is what next-intl's
  // plugin sets for `precompile`; the plugin itself wants a server.
  turbopack: {
    rules: {
      "*.json": {
        condition: { path: "./src/shared/i18n/messages/**/*" },
        loaders: [
          {
            loader: "next-intl/extractor/catalogLoader",
            options: { messages: { format: "json", precompile: true } },
          },
        ],
        as: "*.js",
      },
    },
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
};

/** Files only: no Node runs beside the service. docs/decisions/0030-front-end.md */
const files: NextConfig = { output: "export" };

/** The development server gives each id the page of all of them, as videoplanet/front_end.py does. */
const server: NextConfig = {
  rewrites: async () => [
    { source: `/projects/:id(${ID})/videos/:video(${ID})`, destination: "/projects/_/videos/_" },
    { source: `/projects/:id(${ID})/:place*`, destination: "/projects/_/:place*" },
    { source: `/feedback/public/:id(${ID})`, destination: "/feedback/public/_" },
  ],
};

export default { ...config, ...(process.env.NODE_ENV === "development" ? server : files) };
