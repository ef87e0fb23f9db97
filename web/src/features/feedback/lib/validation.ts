import { z } from "zod";

/** What a feedback must be before it is sent, as the API has it. */
export const FeedbackSchema = z.object({
  videoId: z.uuid(),
  timestamp: z.number().min(0).max(86400),
  content: z.string().trim().min(1).max(5000),
  screenshot: z
    .string()
    .regex(/^data:image\/(png|jpeg|webp);base64,/)
    .optional(),
  drawingData: z
    .object({
      shapes: z
        .array(
          z.object({
            type: z.enum(["rectangle", "circle", "arrow", "text"]),
            coordinates: z.array(z.number()).min(2).max(8),
            style: z.object({
              color: z.string().regex(/^#[0-9A-F]{6}$/i),
              width: z.number().min(1).max(10),
            }),
          }),
        )
        .max(50),
    })
    .optional(),
  priority: z.enum(["low", "medium", "high", "critical"]).default("medium"),
  tags: z.array(z.string().max(30)).max(10).default([]),
});

export type FeedbackInput = z.input<typeof FeedbackSchema>;
