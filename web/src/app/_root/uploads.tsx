"use client";

import type { ReactNode } from "react";
import { useSelector } from "react-redux";
import { selectMe } from "@/features/auth";
import { selectUploads } from "@/features/upload";
import { part } from "@/shared/parts";
import { HeaderStatus } from "@/widgets/app-header";

const UploadKeeper = part(() => import("@/features/upload").then((it) => it.UploadKeeper));
const UploadTray = part(() => import("@/widgets/upload-tray").then((it) => it.UploadTray));

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
