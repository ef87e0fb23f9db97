import {
  createEntityAdapter,
  createSlice,
  type EntityState,
  type PayloadAction,
} from "@reduxjs/toolkit";
import { api, type ShareLinkResponse } from "@/shared/api";
import { newestOfProject } from "./of-project";

/** `url` is known for links that were made on this page: the API says it once. */
export type ShareLink = ShareLinkResponse & { url?: string | null };
export type ShareLinksState = EntityState<ShareLink, string>;

export const shareLinksAdapter = createEntityAdapter<ShareLink>();

const slice = createSlice({
  name: "shareLinks",
  initialState: shareLinksAdapter.getInitialState(),
  reducers: {
    shareLinksLoaded: (state, { payload }: PayloadAction<ShareLinkResponse[]>) => {
      const known = state.entities;
      const links = payload.map((link) => ({ ...link, url: known[link.id]?.url ?? null }));
      shareLinksAdapter.setAll(state, links);
    },
  },
  extraReducers: (builder) => {
    builder
      .addMatcher(api.endpoints.createShareLink.matchFulfilled, shareLinksAdapter.upsertOne)
      .addMatcher(api.endpoints.revokeShareLink.matchFulfilled, (state, { meta }) => {
        const { id } = meta.arg.originalArgs;
        shareLinksAdapter.updateOne(state, { id, changes: { status: "revoked" } });
      });
  },
});

export const shareLinksReducer = slice.reducer;
export const { shareLinksLoaded } = slice.actions;

type Root = { entities: { shareLinks: ShareLinksState } };

/** The share links of a project, the newest first. */
export const selectShareLinks = newestOfProject((state: Root) => state.entities.shareLinks);
