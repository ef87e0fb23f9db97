"use client";

import { Layers, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelector } from "react-redux";
import { selectVersions, type Video } from "@/entities/video";
import { Bar, Button, IconButton } from "@/shared/ui";

type Props = { video: Video; onVersion: (id: string) => void };
type State = Parameters<typeof selectVersions>[0];

/** Says that there is a newer version: it has just been made, or an old link led here. */
export function NewerVersion({ video, onVersion }: Props) {
  const t = useTranslations("versions");
  const versions = useSelector((state: State) => selectVersions(state, video.stack_id));
  const [declined, setDeclined] = useState<string | null>(null);
  const newest = versions.find(({ status }) => status === "ready");
  if (!newest || newest.version <= video.version || newest.id === declined) return null;
  const { id, version } = newest;
  return (
    <Bar
      icon={<Layers />}
      data-testid="newer-version"
      actions={
        <>
          <Button small kind="primary" onClick={() => onVersion(id)}>
            {t("toNewer", { version })}
          </Button>
          <IconButton small label={t("dismiss")} onClick={() => setDeclined(id)}>
            <X />
          </IconButton>
        </>
      }
    >
      {t("newer", { version })}
    </Bar>
  );
}
