"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useSelector } from "react-redux";
import { selectToasts, type Toast, toastGone } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { IconButton } from "@/shared/ui";
import { MissingParts } from "./missing-parts";
import styles from "./toasts.module.scss";

const SHOWN_MS = 8_000;

export function Toasts() {
  const toasts = useSelector(selectToasts);
  return (
    // The region exists before its first message: only then is that one announced.
    <div className={styles.region} role="status" aria-live="polite">
      <MissingParts />
      {toasts.map((toast) => (
        <Message key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function Message({ toast }: { toast: Toast }) {
  const t = useTranslations("common");
  const dispatch = useAppDispatch();
  useEffect(() => {
    const timer = setTimeout(() => dispatch(toastGone(toast.id)), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [dispatch, toast.id]);
  return (
    <div className={clsx(styles.toast, styles[toast.kind])}>
      <span>{toast.text}</span>
      <IconButton small label={t("close")} onClick={() => dispatch(toastGone(toast.id))}>
        <X />
      </IconButton>
    </div>
  );
}
