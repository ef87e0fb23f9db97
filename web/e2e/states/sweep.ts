import { expect, test } from "../stack";
import { type Look, visited } from "./look";
import { seeAccount, seeHome, seeNothing, seePeople, seeProject } from "./projects";
import { seeForm, seeRoom, seeThread, seeVersions } from "./room";
import { seeAuthPages, seeClosedDoors, seeDoor } from "./strangers";
import { seeFollowing } from "./together";
import { seeUnready } from "./unready";

const VISITS = {
  "who is not signed in": seeAuthPages,
  "a guest at the door": seeDoor,
  "a guest at a closed door": seeClosedDoors,
  "who has nothing yet": seeNothing,
  "a member at home": seeHome,
  "a project": seeProject,
  "its people": seePeople,
  "an account": seeAccount,
  "the room": seeRoom,
  "a thread": seeThread,
  "the form": seeForm,
  versions: seeVersions,
  "two people": seeFollowing,
  "videos that can't be played": seeUnready,
};

/** Look at every page and state in one language and one colour scheme. */
export function sweep(look: Look): void {
  for (const [what, visit] of Object.entries(VISITS)) {
    test(`axe finds nothing in ${look.language}, ${look.colorScheme}: ${what}`, async ({
      browser,
    }) => {
      test.setTimeout(120_000);
      expect(await visited(browser, look, visit)).toEqual([]);
    });
  }
}
