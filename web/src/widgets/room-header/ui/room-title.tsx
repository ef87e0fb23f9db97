"use client";

import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import type { Project } from "@/entities/project";
import { selectStacks, type Video } from "@/entities/video";
import { menu } from "@/shared/ui";
import styles from "./room-title.module.scss";
import { VersionMenu } from "./version-menu";

type Props = {
  project: Project;
  /** Where the project's name leads; guests have no page of the project. */
  href: string | null;
  video: Video;
  /** Go to another video. */
  onVideo: (id: string) => void;
  /** Go to another version, to the same moment. */
  onVersion: (id: string) => void;
  /** Compare with another version. */
  onCompare: (id: string) => void;
};
type State = Parameters<typeof selectStacks>[0];

/** Which version of which video of which project is open, and the way to others. */
export function RoomTitle({ project, href, video, onVideo, ...versions }: Props) {
  const name = <span data-testid="project-title">{project.name}</span>;
  return (
    <div className={styles.title}>
      {href ? (
        <Link href={href} className={styles.project}>
          {name}
        </Link>
      ) : (
        <span className={styles.project}>{name}</span>
      )}
      <div className={styles.row}>
        <VideoName video={video} onVideo={onVideo} />
        <VersionMenu video={video} {...versions} />
      </div>
    </div>
  );
}

function VideoName({ video, onVideo }: Pick<Props, "video" | "onVideo">) {
  const t = useTranslations("versions");
  const stacks = useSelector((state: State) => selectStacks(state, video.project_id));
  const others = stacks.filter(({ playable }) => playable);
  if (others.length < 2) return <h1 className={styles.video}>{video.title}</h1>;
  return (
    <h1 className={styles.video}>
      <Menu.Root>
        <Menu.Trigger className={styles.trigger}>
          <span>{video.title}</span>
          <ChevronDown aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="start" className={styles.positioner}>
            <Menu.Popup className={`${menu.popup} ${styles.popup}`} aria-label={t("videos")}>
              <Menu.RadioGroup
                value={video.stack_id}
                onValueChange={(stackId: string) => {
                  const { playable } =
                    stacks.find(({ newest }) => newest.stack_id === stackId) ?? {};
                  if (playable && stackId !== video.stack_id) onVideo(playable.id);
                }}
              >
                {others.map(({ newest }) => (
                  <Menu.RadioItem
                    key={newest.stack_id}
                    value={newest.stack_id}
                    className={menu.item}
                    closeOnClick
                  >
                    {newest.title}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </h1>
  );
}
