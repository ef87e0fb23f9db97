import accountEn from "./en/account.json";
import activityEn from "./en/activity.json";
import authEn from "./en/auth.json";
import commonEn from "./en/common.json";
import doorEn from "./en/door.json";
import giveEn from "./en/give.json";
import liveEn from "./en/live.json";
import notificationsEn from "./en/notifications.json";
import panelEn from "./en/panel.json";
import peopleEn from "./en/people.json";
import playerEn from "./en/player.json";
import projectsEn from "./en/projects.json";
import reviewEn from "./en/review.json";
import roomEn from "./en/room.json";
import uploadEn from "./en/upload.json";
import versionsEn from "./en/versions.json";
import videosEn from "./en/videos.json";
import writingEn from "./en/writing.json";
import accountKo from "./ko/account.json";
import activityKo from "./ko/activity.json";
import authKo from "./ko/auth.json";
import commonKo from "./ko/common.json";
import doorKo from "./ko/door.json";
import giveKo from "./ko/give.json";
import liveKo from "./ko/live.json";
import notificationsKo from "./ko/notifications.json";
import panelKo from "./ko/panel.json";
import peopleKo from "./ko/people.json";
import playerKo from "./ko/player.json";
import projectsKo from "./ko/projects.json";
import reviewKo from "./ko/review.json";
import roomKo from "./ko/room.json";
import uploadKo from "./ko/upload.json";
import versionsKo from "./ko/versions.json";
import videosKo from "./ko/videos.json";
import writingKo from "./ko/writing.json";

/** A namespace is a file for each language: `useTranslations("room")`. */
export const en = {
  account: accountEn,
  activity: activityEn,
  common: commonEn,
  auth: authEn,
  door: doorEn,
  panel: panelEn,
  notifications: notificationsEn,
  give: giveEn,
  live: liveEn,
  people: peopleEn,
  projects: projectsEn,
  room: roomEn,
  versions: versionsEn,
  review: reviewEn,
  player: playerEn,
  upload: uploadEn,
  videos: videosEn,
  writing: writingEn,
};

/** The compiler sees that each key of the English catalogue is here; a test sees the reverse. */
export const ko: typeof en = {
  account: accountKo,
  activity: activityKo,
  common: commonKo,
  auth: authKo,
  door: doorKo,
  panel: panelKo,
  notifications: notificationsKo,
  give: giveKo,
  live: liveKo,
  people: peopleKo,
  projects: projectsKo,
  room: roomKo,
  versions: versionsKo,
  review: reviewKo,
  player: playerKo,
  upload: uploadKo,
  videos: videosKo,
  writing: writingKo,
};
