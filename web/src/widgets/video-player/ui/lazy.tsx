"use client";

import dynamic from "next/dynamic";

/** Most people look at one version. */
export const OtherVersion = dynamic(() =>
  import("./other-version").then((module) => module.OtherVersion),
);
