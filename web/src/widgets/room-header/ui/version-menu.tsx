"use client";

import { Menu } from "@base-ui/react/menu";
import { ChevronDown, Columns2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelector } from "react-redux";
import { selectVersions, type Video } from "@/entities/video";
import { api } from "@/shared/api";
import { Ago, menu } from "@/shared/ui";
import { ReviewMark } from "./review-mark";
import styles from "./room-title.module.scss";

type Props = {
  video: Video;
  onVersion: (id: string) => void;
  onCompare: (id: string) => void;
};
type State = Parameters<typeof selectVersions>[0];

/** Which version is open; a press shows all of them, what became of each, and compares two. */
export function VersionMenu({ video, onVersion, onCompare }: Props) {
  const t = useTranslations("versions");
  const versions = useSelector((state: State) => selectVersions(state, video.stack_id));
  const [open, setOpen] = useState(false);
  const comparable = versions.filter(({ id, status }) => id !== video.id && status === "ready");
  if (versions.length < 2) return <span className={styles.version}>v{video.version}</span>;
  return (
    <Menu.Root open={open} onOpenChange={setOpen}>
      <Menu.Trigger
        className={styles.trigger}
        data-testid="versions"
        aria-label={`v${video.version}, ${t("versions", { title: video.title })}`}
      >
        <span className={styles.version}>v{video.version}</span>
        <ChevronDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="start" className={styles.positioner}>
          <Menu.Popup className={`${menu.popup} ${styles.popup}`}>
            <Menu.RadioGroup
              value={video.id}
              onValueChange={(id: string) => id !== video.id && onVersion(id)}
              aria-label={t("versions", { title: video.title })}
            >
              <Versions versions={versions} projectId={video.project_id} />
            </Menu.RadioGroup>
            {video.status === "ready" && comparable.length > 0 && (
              <>
                <Menu.Separator className={menu.separator} />
                <Menu.Group>
                  <Menu.GroupLabel className={menu.label}>{t("compareWith")}</Menu.GroupLabel>
                  {comparable.map(({ id, version }) => (
                    <Menu.Item key={id} className={menu.item} onClick={() => onCompare(id)}>
                      <Columns2 aria-hidden="true" />
                      {t("shown", { version })}
                    </Menu.Item>
                  ))}
                </Menu.Group>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** Mounted when the menu opens: only then is it of interest how much is open. */
function Versions({ versions, projectId }: { versions: Video[]; projectId: string }) {
  const t = useTranslations("versions");
  const { data } = api.useGetOpenFeedbackQuery(
    { id: projectId },
    { refetchOnMountOrArgChange: true },
  );
  return versions.map((one) => (
    <Menu.RadioItem
      key={one.id}
      value={one.id}
      disabled={one.status === "uploading"}
      closeOnClick
      className={`${menu.item} ${styles.choice}`}
    >
      <strong>v{one.version}</strong>
      <span className={styles.about}>
        {one.status === "ready" ? <ReviewMark status={one.review_status} /> : t(one.status)}
        <span>
          {one.uploader.name} · <Ago at={one.created_at} />
        </span>
      </span>
      {data && one.status === "ready" && (
        <span className={styles.open}>{t("open", { count: data.videos[one.id] ?? 0 })}</span>
      )}
    </Menu.RadioItem>
  ));
}
