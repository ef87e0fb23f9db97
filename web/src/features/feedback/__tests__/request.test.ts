import { expect, it } from "vitest";
import type { Video } from "@/entities/video";
import { emptyDraft } from "../model/draft";
import { requestOf } from "../model/request";

it("says that its drawing is in shares of the picture, also where a circle leaves it", () => {
  const style = { color: "#FF3B30", width: 4 };
  const shapes = [{ type: "circle" as const, coordinates: [0.9, 0.5, 1.1, 0.5], style }];
  const video = { id: "video", frame_rate: "25/1", start_timecode: "" } as Video;

  const { drawing_data } = requestOf(video, { ...emptyDraft(30), shapes }, []);

  expect(drawing_data).toEqual({ canvas: { width: 1, height: 1 }, shapes });
});
