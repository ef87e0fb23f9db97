import { combineReducers, configureStore } from "@reduxjs/toolkit";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { feedbackReducer } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import { baseApi, type UserInfo } from "@/shared/api";
import { notificationsReducer } from "@/shared/lib/notifications";
import { emptyDraft } from "../model/draft";
import { feedbackFormReducer, selectDrafts } from "../model/form-slice";
import { giveFeedback, resumeSending } from "../model/give";

const me = { id: "me", name: "Me", email: null, avatar_url: null } as UserInfo;
const video = { id: "video", frame_rate: "25/1", start_timecode: "" } as Video;
const draft = { ...emptyDraft(30), content: "Too dark" };
const HOUR = 3_600_000;

/** What the server was sent; it is away, unless it answers with a status. */
let posts: string[];
let status: number;

function makeStore() {
  return configureStore({
    reducer: {
      entities: combineReducers({ feedbacks: feedbackReducer }),
      features: combineReducers({ feedbackForm: feedbackFormReducer }),
      shared: combineReducers({ notifications: notificationsReducer }),
      api: baseApi.reducer,
    },
    middleware: (defaults) => defaults().concat(baseApi.middleware),
  });
}

beforeEach(() => {
  [posts, status] = [[], 0];
  vi.stubGlobal("fetch", async (request: Request) => {
    posts.push(await request.text());
    if (!status) throw new TypeError("no connection");
    return new Response("{}", { status });
  });
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

const give = (store: ReturnType<typeof makeStore>, isHere: () => boolean, picture = noPicture()) =>
  store.dispatch(
    giveFeedback({
      video,
      me,
      draft,
      named: { assignee: null, mentions: [] },
      screenshot: picture,
      way: { refused: "Sorry", isHere },
    }),
  );
const noPicture = () => Promise.resolve<string | null>(null);
const kinds = () => Object.keys(localStorage).map((key) => key.split(":")[0]);

it("sends nothing while its author is not signed in", async () => {
  let here = true;
  const store = makeStore();
  await give(store, () => here);
  expect([posts.length, kinds()]).toEqual([1, ["sending"]]);

  here = false;
  await vi.advanceTimersByTimeAsync(HOUR);
  await store.dispatch(resumeSending("me", { refused: "Sorry", isHere: () => here }));
  expect([posts.length, kinds()]).toEqual([1, ["sending"]]);

  here = true;
  await store.dispatch(resumeSending("me", { refused: "Sorry", isHere: () => here }));
  expect(posts).toHaveLength(2);
});

it("is sent without a picture that could not be taken", async () => {
  await give(makeStore(), () => true, Promise.reject(new Error("tainted")));

  expect(posts).toHaveLength(1);
});

it("that another tab has sent is not sent again", async () => {
  const store = makeStore();
  await give(store, () => true);
  localStorage.clear();

  await vi.advanceTimersByTimeAsync(HOUR);
  await vi.waitFor(() => expect(store.getState().entities.feedbacks.ids).toEqual([]));

  expect(posts).toHaveLength(1);
});

it("that is too old for the server's memory of keys is a draft again", async () => {
  const store = makeStore();
  await give(store, () => true);
  vi.setSystemTime(Date.now() + 24 * HOUR);

  await store.dispatch(resumeSending("me", { refused: "Sorry", isHere: () => true }));

  expect(posts).toHaveLength(1);
  expect(kinds()).toEqual(["draft"]);
  expect(selectDrafts(store.getState(), "video")[30]?.content).toBe("Too dark");
});

it("that is refused is a draft on the device, whatever room is open", async () => {
  status = 403;
  await give(makeStore(), () => true);

  expect(Object.keys(localStorage)).toEqual(["draft:me:video:30"]);
});
