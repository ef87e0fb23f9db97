import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectVideo } from "@/entities/video";
import { followed, followingEnded, selectLeader } from "@/features/following";
import { selectPlaces } from "@/features/presence";
import type { UserInfo } from "@/shared/api";
import { frameAt, framesOf, timecodeOf } from "@/shared/lib/frames";
import { selectSends } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";

type State = Parameters<typeof selectPlaces>[0] &
  Parameters<typeof selectVideo>[0] &
  Parameters<typeof selectLeader>[0];

export type Whereabouts = { videoId: string; onVideo: (id: string) => void };

/** Where somebody is, in words, and the way to follow them: null for those who can't be followed. */
export function usePerson(person: UserInfo, { videoId, onVideo }: Whereabouts) {
  const t = useTranslations("live");
  const dispatch = useAppDispatch();
  const place = useSelector((state: State) => selectPlaces(state)[person.id]);
  const video = useSelector((state: State) => place && selectVideo(state, place.videoId));
  const isLeader = useSelector(selectLeader)?.id === person.id;
  const sends = useSelector(selectSends);

  let where: string | null = null;
  if (place && place.videoId !== videoId) {
    where = video ? t("inVideo", { title: `${video.title} · v${video.version}` }) : t("otherVideo");
  } else if (place && video) {
    const frames = framesOf(video);
    where = timecodeOf(frameAt(place.timestamp, frames), frames);
  }
  const follow = () => {
    if (isLeader || !place) return void dispatch(followingEnded());
    dispatch(followed({ id: person.id, name: person.name }));
    if (place.videoId !== videoId) onVideo(place.videoId);
  };
  return { where, isLeader, follow: isLeader || (place && sends) ? follow : null };
}
