import activityEn from "./en/activity.json";
import authEn from "./en/auth.json";
import commonEn from "./en/common.json";
import doorEn from "./en/door.json";
import peopleEn from "./en/people.json";
import projectsEn from "./en/projects.json";
import roomEn from "./en/room.json";
import writingEn from "./en/writing.json";
import activityKo from "./ko/activity.json";
import authKo from "./ko/auth.json";
import commonKo from "./ko/common.json";
import doorKo from "./ko/door.json";
import peopleKo from "./ko/people.json";
import projectsKo from "./ko/projects.json";
import roomKo from "./ko/room.json";
import writingKo from "./ko/writing.json";

/** A namespace is a file for each language: `useTranslations("room")`. */
export const en = {
  activity: activityEn,
  common: commonEn,
  auth: authEn,
  door: doorEn,
  people: peopleEn,
  projects: projectsEn,
  room: roomEn,
  writing: writingEn,
};

/** The compiler sees that each key of the English catalogue is here; a test sees the reverse. */
export const ko: typeof en = {
  activity: activityKo,
  common: commonKo,
  auth: authKo,
  door: doorKo,
  people: peopleKo,
  projects: projectsKo,
  room: roomKo,
  writing: writingKo,
};
