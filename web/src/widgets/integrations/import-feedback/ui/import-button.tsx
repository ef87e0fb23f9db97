"use client";

import { Upload } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/shared/ui";

/** Few import, and seldom: the dialog is loaded when somebody asks for it. */
const ImportDialog = dynamic(() => import("./import-dialog").then((module) => module.ImportDialog));

/** The button that asks for a file with feedback. */
export function ImportButton({ videoId }: { videoId: string }) {
  const t = useTranslations("import");
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton small label={t("title")} onClick={() => setOpen(true)}>
        <Upload />
      </IconButton>
      {open && <ImportDialog videoId={videoId} onClose={() => setOpen(false)} />}
    </>
  );
}
