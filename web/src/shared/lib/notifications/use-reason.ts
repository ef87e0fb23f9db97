import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { Refusal } from "@/shared/api";

/** Returns a function that says in one sentence why something was refused. */
export function useReason() {
  const t = useTranslations("common");
  return useCallback(
    ({ status, message, fields }: Refusal): string =>
      message || Object.values(fields)[0] || t(status === 0 ? "offline" : "failed"),
    [t],
  );
}
