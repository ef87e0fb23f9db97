"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { part } from "@/shared/parts";
import { IconButton } from "@/shared/ui";
import type { Props } from "./export-dialog";

/** Most people never export: the dialog is loaded when somebody asks for it. */
const ExportDialog = part(() => import("./export-dialog").then((module) => module.ExportDialog));

/** The button that asks in which form feedback shall be downloaded. */
export function ExportButton(props: Omit<Props, "open" | "onClose">) {
  const t = useTranslations("export");
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const ask = () => {
    setAsked(true);
    setOpen(true);
  };
  return (
    <>
      <IconButton small label={t("title")} onClick={ask}>
        <Download />
      </IconButton>
      {asked && <ExportDialog {...props} open={open} onClose={() => setOpen(false)} />}
    </>
  );
}
