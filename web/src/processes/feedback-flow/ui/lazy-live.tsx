"use client";

import dynamic from "next/dynamic";

const load = () => import("@/widgets/following");

/** Following somebody, and what is said about the connection, come after the room. */
export const Following = dynamic(() => load().then((module) => module.Following));
export const FollowingBar = dynamic(() => load().then((module) => module.FollowingBar));
export const ConnectionBar = dynamic(() =>
  import("@/widgets/connection-bar").then((module) => module.ConnectionBar),
);
export const ComparisonBar = dynamic(() =>
  import("@/widgets/comparison-bar").then((module) => module.ComparisonBar),
);
