import { createEntityAdapter, createSlice, type EntityState } from "@reduxjs/toolkit";
import { api, type Project } from "@/shared/api";
import { projectEvent } from "@/shared/lib/realtime";

export type { Project };
export type ProjectsState = EntityState<Project, string>;

export const projectsAdapter = createEntityAdapter<Project>();

const slice = createSlice({
  name: "projects",
  initialState: projectsAdapter.getInitialState(),
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(projectEvent, (state, { payload: event }) => {
        // The role and the counts are of the reader; the event has what all members see.
        if (event.type === "project.updated") {
          const { payload } = event;
          if (!("redacted" in payload)) {
            projectsAdapter.updateOne(state, { id: payload.id, changes: payload });
          }
        }
        if (event.type === "project.deleted") projectsAdapter.removeOne(state, event.payload.id);
      })
      .addMatcher(api.endpoints.getProject.matchFulfilled, projectsAdapter.upsertOne)
      .addMatcher(api.endpoints.listProjects.matchFulfilled, projectsAdapter.upsertMany);
  },
});

export const projectsReducer = slice.reducer;

type Root = { entities: { projects: ProjectsState } };
export const selectProject = (state: Root, id: string): Project | undefined =>
  state.entities.projects.entities[id];
