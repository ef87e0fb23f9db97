import account from "./account.json";
import activity from "./activity.json";
import auth from "./auth.json";
import common from "./common.json";
import door from "./door.json";
import exporting from "./export.json";
import give from "./give.json";
import live from "./live.json";
import manage from "./manage.json";
import methods from "./methods.json";
import notifications from "./notifications.json";
import panel from "./panel.json";
import people from "./people.json";
import player from "./player.json";
import projects from "./projects.json";
import review from "./review.json";
import room from "./room.json";
import tokens from "./tokens.json";
import unsent from "./unsent.json";
import upload from "./upload.json";
import versions from "./versions.json";
import videos from "./videos.json";
import webhooks from "./webhooks.json";
import writing from "./writing.json";

/** A namespace is a file for each language: `useTranslations("room")`. */
export const en = {
  account,
  activity,
  auth,
  common,
  door,
  export: exporting,
  give,
  live,
  manage,
  methods,
  notifications,
  panel,
  people,
  player,
  projects,
  review,
  room,
  tokens,
  unsent,
  upload,
  versions,
  videos,
  webhooks,
  writing,
};
