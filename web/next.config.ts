import type { NextConfig } from "next";

const config: NextConfig = {
  // Files only: no Node runs beside the service. docs/decisions/0030-front-end.md
  output: "export",
  images: { unoptimized: true },
  reactStrictMode: true,
  sassOptions: { loadPaths: ["src/shared/ui"] },
  // `make check` runs tsc; a build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
};

export default config;
