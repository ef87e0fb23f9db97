"use client";

import { part } from "@/shared/parts";

const load = () => import("@/widgets/following");

/** Following somebody, and what is said about the connection, come after the room. */
export const Following = part(() => load().then((module) => module.Following));
export const FollowingBar = part(() => load().then((module) => module.FollowingBar));
export const ConnectionBar = part(() =>
  import("@/widgets/connection-bar").then((module) => module.ConnectionBar),
);
export const ComparisonBar = part(() =>
  import("@/widgets/comparison-bar").then((module) => module.ComparisonBar),
);
export const RoomGone = part(() => import("./room-gone").then((module) => module.RoomGone));
