import { stack } from "../stack";
import { arrive, type Visit } from "./look";

const ROOM = `/projects/${stack.project}/videos/${stack.video}`;

/** Two people in a room: one follows the other's playback, and goes their own way again. */
export async function seeFollowing(visit: Visit): Promise<void> {
  const { page, t, look, another } = visit;
  const leader = await another();
  await arrive(leader.page, "reviewer", ROOM);
  await arrive(page, "owner", ROOM);
  await page.getByRole("button", { name: t("live.follow", { name: "Reviewer" }) }).click();
  const bar = page.getByTestId("following-bar");
  await bar.getByRole("button", { name: t("live.stop") }).waitFor();
  await look("following somebody");
  await leader.page.getByTestId("followers").waitFor();
  await leader.look("followed by somebody");
  await page.keyboard.press("ArrowRight");
  await bar.getByText(t("live.stoppedOwn")).waitFor();
  await look("on one's own again");
  await leader.page.close();
}
