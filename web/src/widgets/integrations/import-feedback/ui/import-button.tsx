"use client";

import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Video } from "@/entities/video";
import { RestTexts } from "@/shared/i18n";
import { part } from "@/shared/parts";
import { IconButton } from "@/shared/ui";

/** Few import, and seldom: the dialog is loaded when somebody asks for it. */
const ImportDialog = part(() => import("./import-dialog").then((module) => module.ImportDialog));

/** The button that asks for a file with feedback. */
export function ImportButton({ video }: { video: Video }) {
  const t = useTranslations("room");
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const ask = () => {
    setAsked(true);
    setOpen(true);
  };
  return (
    <>
      <IconButton small label={t("importFeedback")} onClick={ask}>
        <Upload />
      </IconButton>
      {asked && (
        <RestTexts>
          <ImportDialog video={video} open={open} onClose={() => setOpen(false)} />
        </RestTexts>
      )}
    </>
  );
}
