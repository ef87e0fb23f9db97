"use client";

import dynamic from "next/dynamic";

/** Loaded when something is to be confirmed: no page needs it at first. */
export const Confirm = dynamic(() => import("./confirm").then((it) => it.Confirm), { ssr: false });
