import * as z from "zod/mini";
import { MOST_POINTS, MOST_SHAPES, pointsUsed } from "./strokes";

const shape = z.object({
  type: z.enum(["rectangle", "circle", "arrow", "text", "path"]),
  coordinates: z.array(z.number()).check(z.minLength(2), z.maxLength(2 * MOST_POINTS)),
  style: z.object({
    color: z.string().check(z.regex(/^#[0-9A-F]{6}$/i)),
    width: z.number().check(z.gte(1), z.lte(10)),
  }),
  text: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
});
const shapes = z.array(shape).check(
  z.maxLength(MOST_SHAPES),
  z.refine((all) => pointsUsed(all) <= MOST_POINTS),
);

/** What a feedback must be before it is sent, as the API has it. */
export const FeedbackSchema = z.object({
  videoId: z.uuid(),
  timestamp: z.number().check(z.gte(0), z.lte(86400)),
  content: z.string().check(z.trim(), z.minLength(1), z.maxLength(5000)),
  screenshot: z.optional(z.string().check(z.regex(/^data:image\/(png|jpeg|webp);base64,/))),
  drawingData: z.optional(z.object({ shapes })),
  priority: z._default(z.enum(["low", "medium", "high", "critical"]), "medium"),
  tags: z._default(z.array(z.string().check(z.maxLength(30))).check(z.maxLength(10)), []),
});
