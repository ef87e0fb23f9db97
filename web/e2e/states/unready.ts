import { readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { apiOf, expect, holdBack, stack } from "../stack";
import { arrive, type Visit } from "./look";

/** Videos that are on their way, and one that never gets there: their cards and their rooms. */
export async function seeUnready(visit: Visit, request: APIRequestContext): Promise<void> {
  const { page, t, look } = visit;
  const owner = await apiOf(request, "owner");
  const { id: project } = await owner.post("projects", { name: "Unready" });
  const begun = async (title: string, data: Buffer) => {
    const { id, upload } = await owner.post("videos", {
      ...{ project_id: project, title, filename: "film.mp4", content_type: "video/mp4" },
      size: data.length,
    });
    const finish = async () => {
      const [part] = upload.parts;
      const { etag } = (await request.put(part.url, { data })).headers();
      await owner.post(`videos/${id}/upload/complete`, { parts: [{ number: part.number, etag }] });
    };
    return { room: `/projects/${project}/videos/${id}`, id, finish };
  };
  const broken = await begun("Broken", Buffer.from("This is no film."));
  const film = readFileSync(stack.videoFile);
  const [first, second] = [await begun("First", film), await begun("Second", film)];
  await broken.finish();
  await expect.poll(async () => (await owner.get(`videos/${broken.id}`)).status).toBe("failed");

  // What is in process stays so for the page: it does not hear that it is ready.
  await holdBack(page, "ready");
  await arrive(page, "owner", `/projects/${project}`);
  const cards = page.getByTestId("video-card");
  await cards.getByText(t("videos.failed")).waitFor();
  await cards.getByText(t("videos.uploadElsewhere")).nth(1).waitFor();
  await first.finish();
  await cards.getByRole("progressbar").waitFor();
  await look("cards of videos that are uploaded, processed and failed");
  await page.goto(broken.room);
  await page.getByRole("heading", { name: t("room.processingFailed") }).waitFor();
  await look("room of a video that failed");
  // An event that is held back is a gap for the page, once another comes: it would connect again.
  const statusOfFirst = async () => (await owner.get(`videos/${first.id}`)).status;
  await expect.poll(statusOfFirst, { timeout: 30_000 }).toBe("ready");
  await page.goto(second.room);
  await page.getByRole("heading", { name: t("room.waiting.uploading") }).waitFor();
  await look("room of a video that is uploaded");
  await second.finish();
  await page.getByRole("heading", { name: t("room.waiting.processing") }).waitFor();
  await look("room of a video that is processed");
  await owner.delete(`projects/${project}`);
}
