"use client";

import { Eye, EyeOff, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { useSelector } from "react-redux";
import { selectVideo } from "@/entities/video";
import {
  type FollowingState,
  followed,
  followingEnded,
  selectFollowing,
} from "@/features/following";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, hueOf, IconButton } from "@/shared/ui";
import styles from "./following-bar.module.scss";

/** How long the way back is offered. */
const OFFERED_MS = 20_000;

type Props = {
  onVideo: (id: string) => void;
};
type State = Parameters<typeof selectVideo>[0] & Parameters<typeof selectFollowing>[0];

/** Says whom one follows and how to end it; afterwards why it ended, and the way back. */
export function FollowingBar({ onVideo }: Props) {
  const { leader, last, place, videoId } = useSelector(selectFollowing);
  if (leader) return <Follows leader={leader} place={place} videoId={videoId} onVideo={onVideo} />;
  return last && <Followed key={last.leader.id} {...last} />;
}

type FollowsProps = Pick<FollowingState, "place" | "videoId"> &
  Props & { leader: NonNullable<FollowingState["leader"]> };

function Follows({ leader, place, videoId, onVideo }: FollowsProps) {
  const t = useTranslations("live");
  const dispatch = useAppDispatch();
  const video = useSelector((state: State) => videoId && selectVideo(state, videoId));
  const title = video ? `${video.title} · v${video.version}` : t("theOther");
  const b = (name: ReactNode) => <b>{name}</b>;
  const named = { name: leader.name, title, b };
  return (
    <div className={styles.bar} data-hue={hueOf(leader.id)} data-testid="following-bar">
      <Eye aria-hidden="true" />
      <p role="status">{t.rich(place === "here" ? "youFollow" : place, named)}</p>
      {place === "elsewhere" && videoId && (
        <Button small kind="primary" onClick={() => onVideo(videoId)}>
          {t("goAlong")}
        </Button>
      )}
      <Button small onClick={() => dispatch(followingEnded())}>
        {t("stop")}
      </Button>
    </div>
  );
}

function Followed({ leader, why }: NonNullable<FollowingState["last"]>) {
  const t = useTranslations("live");
  const dispatch = useAppDispatch();
  useEffect(() => {
    const timer = setTimeout(() => dispatch(followingEnded()), OFFERED_MS);
    return () => clearTimeout(timer);
  }, [dispatch]);
  const b = (name: ReactNode) => <b>{name}</b>;
  return (
    <div className={styles.bar} data-testid="following-bar">
      <EyeOff aria-hidden="true" />
      <p role="status">
        {why === "own" ? t("stoppedOwn") : t.rich("stoppedLeft", { name: leader.name, b })}
      </p>
      {why === "own" && (
        <Button small onClick={() => dispatch(followed(leader))}>
          {t("again", { name: leader.name })}
        </Button>
      )}
      <IconButton small label={t("dismiss")} onClick={() => dispatch(followingEnded())}>
        <X />
      </IconButton>
    </div>
  );
}
