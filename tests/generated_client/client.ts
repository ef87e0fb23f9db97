// Signs in, refreshes the token, gives feedback and reads the log with the generated client.
// The first argument is JSON with address, email, password, project and video.
import { configureStore } from "@reduxjs/toolkit";
import { z } from "zod";

import { api, type EventResponse, type FeedbackResponse, type NotificationResponse } from "./api";
import { session } from "./baseApi";

declare const process: { argv: string[]; exit(code: number): never };
declare const console: { log(text: string): void; error(problem: unknown): void };

type Given = { address: string; email: string; password: string; project: string; video: string };

const store = configureStore({
  reducer: { [api.reducerPath]: api.reducer },
  middleware: (defaults) => defaults().concat(api.middleware),
});

// The drawing as the front end checks it (the design's section 8.2), on an answer of the API.
const DrawingSchema = z.object({
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
});

const FeedbackSchema = z.object({
  video_id: z.uuid(),
  timestamp: z.number().min(0).max(86400),
  content: z.string().min(1).max(5000),
  drawing_data: DrawingSchema,
  priority: z.enum(["low", "medium", "high", "critical"]),
  tags: z.array(z.string().max(30)).max(10),
});

async function signIn(given: Given): Promise<void> {
  const login = await store
    .dispatch(
      api.endpoints.postAuthLogin.initiate({
        allauthLogin: { email: given.email, password: given.password },
      }),
    )
    .unwrap();
  session.token = login.meta.access_token;
  const refreshToken: string | undefined = login.meta.refresh_token;
  if (!refreshToken) throw new Error("no refresh token");
  const refreshed = await store
    .dispatch(api.endpoints.postTokensRefresh.initiate({ body: { refresh_token: refreshToken } }))
    .unwrap();
  if (refreshed.data.access_token === session.token) throw new Error("the token is the old one");
  session.token = refreshed.data.access_token;
}

async function giveFeedback(given: Given, drawn: boolean): Promise<FeedbackResponse> {
  const text = { type: "text" as const, coordinates: [0.5, 0.5], text: "Here" };
  const arrow = { type: "arrow" as const, coordinates: [0.1, 0.1, 0.9, 0.9] };
  return store
    .dispatch(
      api.endpoints.createFeedback.initiate({
        createFeedbackRequest: {
          video_id: given.video,
          timestamp: 1.5,
          content: "Too dark",
          ...(drawn ? { drawing_data: { shapes: [arrow, text] } } : {}),
        },
      }),
    )
    .unwrap();
}

// The type says what there is: none of these lines has a cast.
function textsOf(feedback: FeedbackResponse): string[] {
  return feedback.drawing_data.shapes.flatMap((shape) => (shape.type === "text" ? [shape.text] : []));
}

function contentOf(event: EventResponse): string | null {
  switch (event.type) {
    case "feedback.created":
    case "comment.added":
      // The text was edited or deleted later.
      return "redacted" in event.payload ? null : event.payload.content;
    case "feedback.deleted":
      return event.payload.video_id;
    default:
      return null;
  }
}

function isResolved(notification: NotificationResponse): boolean {
  const status: "open" | "in_progress" | "resolved" | "closed" | null = notification.status;
  return status === "resolved";
}

async function sendPicture(): Promise<string> {
  const picture = Uint8Array.from(
    atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="),
    (letter) => letter.charCodeAt(0),
  );
  const file: Blob = new Blob([picture], { type: "image/png" });
  const form = new FormData();
  form.set("screenshot", file, "frame.png");
  // RTK Query's code generator declares the part as a Blob and passes the body on as it is.
  const screenshotRequest = Object.assign(form, { screenshot: file });
  const sent = await store
    .dispatch(api.endpoints.uploadScreenshot.initiate({ screenshotRequest }))
    .unwrap();
  return sent.id;
}

async function main(given: Given): Promise<void> {
  session.address = given.address;
  await signIn(given);
  const [plain, drawn] = [await giveFeedback(given, false), await giveFeedback(given, true)];
  for (const feedback of [plain, drawn]) FeedbackSchema.parse(feedback);
  const events = await store
    .dispatch(api.endpoints.listEvents.initiate({ id: given.project, after: 0 }))
    .unwrap();
  const notifications = await store.dispatch(api.endpoints.listNotifications.initiate({})).unwrap();
  console.log(
    JSON.stringify({
      plain: plain.drawing_data,
      texts: textsOf(drawn),
      contents: events.map(contentOf).filter((content) => content !== null),
      resolved: notifications.filter(isResolved).length,
      picture: await sendPicture(),
    }),
  );
}

main(JSON.parse(process.argv[2] ?? "{}")).catch((problem: unknown) => {
  console.error(problem);
  process.exit(1);
});
