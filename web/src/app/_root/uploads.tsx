"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { useSelector } from "react-redux";
import { selectMe } from "@/features/auth";
import { selectUploads } from "@/features/upload";
import { HeaderStatus } from "@/widgets/app-header";

const UploadKeeper = dynamic(() => import("@/features/upload").then((it) => it.UploadKeeper), {
  ssr: false,
});
const UploadTray = dynamic(() => import("@/widgets/upload-tray").then((it) => it.UploadTray), {
  ssr: false,
});

/** Uploads outlive the page that they began on. */
export function Uploads({ children }: { children: ReactNode }) {
  const me = useSelector(selectMe);
  const hasUploads = useSelector(selectUploads).length > 0;
  return (
    <HeaderStatus value={hasUploads ? <UploadTray /> : null}>
      {me?.kind === "member" && <UploadKeeper userId={me.id} />}
      {children}
    </HeaderStatus>
  );
}
