"use client";

import { Popover } from "@base-ui/react/popover";
import { CircleAlert, CircleCheck, CloudUpload } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import {
  clearFinished,
  isClearable,
  isUnderWay,
  listToggled,
  selectListed,
  selectUploads,
  type Upload,
} from "@/features/upload";
import { useAppDispatch } from "@/shared/lib/store";
import { Button } from "@/shared/ui";
import { UploadRow } from "./upload-row";
import styles from "./upload-tray.module.scss";

/**
 * The uploads of this browser: a button in the bar above each page, which says how far they are,
 * and the list that it opens. The list opens by itself when something is added.
 */
export function UploadTray() {
  const t = useTranslations("upload");
  const format = useFormatter();
  const dispatch = useAppDispatch();
  const uploads = useSelector(selectUploads);
  const open = useSelector(selectListed);
  const summary = useSummary(uploads);
  if (uploads.length === 0) return null;
  return (
    <Popover.Root open={open} onOpenChange={(opens) => dispatch(listToggled(opens))}>
      <Popover.Trigger className={styles.trigger} data-kind={summary.kind} data-testid="uploads">
        {summary.icon}
        <span className={styles.label}>{summary.text}</span>
        {summary.percent !== null && (
          <span className={styles.percent}>
            {format.number(summary.percent / 100, { style: "percent" })}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className={styles.positioner}>
          {/* The person goes on with what they did: the list takes no focus by itself. */}
          <Popover.Popup className={styles.popup} initialFocus={false}>
            <div className={styles.head}>
              <Popover.Title className={styles.title}>{t("tray")}</Popover.Title>
              {uploads.some(isClearable) && (
                <Button small kind="quiet" onClick={() => dispatch(clearFinished())}>
                  {t("clear")}
                </Button>
              )}
            </div>
            <ul className={styles.list}>
              {uploads.map((upload) => (
                <UploadRow key={upload.id} upload={upload} />
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function useSummary(uploads: Upload[]) {
  const t = useTranslations("upload");
  const underWay = uploads.filter(isUnderWay);
  const attention = uploads.filter(({ stage }) => stage === "failed" || stage === "file-needed");
  if (underWay.length > 0) {
    const size = underWay.reduce((sum, upload) => sum + upload.size, 0);
    const sent = underWay.reduce((sum, upload) => sum + upload.sent, 0);
    return {
      kind: "sending",
      icon: <CloudUpload aria-hidden="true" />,
      text: t("sendingCount", { count: underWay.length }),
      percent: Math.floor((100 * sent) / size),
    };
  }
  if (attention.length > 0) {
    return {
      kind: "attention",
      icon: <CircleAlert aria-hidden="true" />,
      text: t("attention", { count: attention.length }),
      percent: null,
    };
  }
  return {
    kind: "done",
    icon: <CircleCheck aria-hidden="true" />,
    text: t("allDone"),
    percent: null,
  };
}
