"use client";

import { part } from "@/shared/parts";

/** Most people look at one version. */
export const OtherVersion = part(() =>
  import("./other-version").then((module) => module.OtherVersion),
);
