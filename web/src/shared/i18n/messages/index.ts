import authEn from "./en/auth.json";
import commonEn from "./en/common.json";
import doorEn from "./en/door.json";
import playerEn from "./en/player.json";
import projectsEn from "./en/projects.json";
import roomEn from "./en/room.json";
import authKo from "./ko/auth.json";
import commonKo from "./ko/common.json";
import doorKo from "./ko/door.json";
import playerKo from "./ko/player.json";
import projectsKo from "./ko/projects.json";
import roomKo from "./ko/room.json";

/** A namespace is a file for each language: `useTranslations("room")`. */
export const en = {
  common: commonEn,
  auth: authEn,
  door: doorEn,
  projects: projectsEn,
  room: roomEn,
  player: playerEn,
};

/** The compiler sees that each key of the English catalogue is here; a test sees the reverse. */
export const ko: typeof en = {
  common: commonKo,
  auth: authKo,
  door: doorKo,
  projects: projectsKo,
  room: roomKo,
  player: playerKo,
};
