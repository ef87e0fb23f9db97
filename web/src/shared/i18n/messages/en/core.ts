import auth from "./auth.json";
import common from "./common.json";
import door from "./door.json";
import exporting from "./export.json";
import give from "./give.json";
import live from "./live.json";
import manage from "./manage.json";
import notifications from "./notifications.json";
import panel from "./panel.json";
import player from "./player.json";
import review from "./review.json";
import room from "./room.json";
import unsent from "./unsent.json";
import upload from "./upload.json";
import versions from "./versions.json";
import videos from "./videos.json";
import writing from "./writing.json";

/** What the review room says, and every page with it. */
export const core = {
  auth,
  common,
  door,
  export: exporting,
  give,
  live,
  manage,
  notifications,
  panel,
  player,
  review,
  room,
  unsent,
  upload,
  versions,
  videos,
  writing,
};
