import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
  type PayloadAction,
} from "@reduxjs/toolkit";
import { api, type Project } from "@/shared/api";
import { projectEvent } from "@/shared/lib/realtime";

export type { Project };
export type ProjectsState = EntityState<Project, string> & {
  /** The names of those that were deleted while this person saw them. */
  deleted: Record<string, string>;
  /** Whose roles these are. */
  meId: string | null;
};

export const projectsAdapter = createEntityAdapter<Project>();

const slice = createSlice({
  name: "projects",
  initialState: projectsAdapter.getInitialState({ deleted: {}, meId: null }) as ProjectsState,
  reducers: {
    /** All of the person's projects: what is not among them is gone. */
    projectsLoaded: (state, { payload }: PayloadAction<Project[]>) => {
      const rows = payload.filter(({ id }) => !(id in state.deleted));
      projectsAdapter.setAll(
        state,
        rows.map((row) => newer(state.entities[row.id], row)),
      );
    },
    /** The person has left it. */
    projectLeft: projectsAdapter.removeOne,
  },
  extraReducers: (builder) => {
    builder
      .addCase(projectEvent, (state, { payload: event, meta }) => {
        // The role and the counts are of the reader; the event has what all members see.
        if (event.type === "project.updated") {
          const { payload } = event;
          if (!("redacted" in payload)) {
            projectsAdapter.updateOne(state, { id: payload.id, changes: payload });
          }
        }
        const project = state.entities[meta.projectId];
        if (event.type === "member.updated" && project && event.payload.id === state.meId) {
          project.role = event.payload.role;
        }
        if (event.type === "project.deleted") deleted(state, event.payload.id);
      })
      .addMatcher(api.endpoints.getMe.matchFulfilled, (state, { payload }) => {
        state.meId = payload.id;
      })
      .addMatcher(api.endpoints.deleteProject.matchFulfilled, (state, { meta }) =>
        deleted(state, meta.arg.originalArgs.id),
      )
      .addMatcher(api.endpoints.getProject.matchFulfilled, projectsAdapter.upsertOne)
      .addMatcher(api.endpoints.updateProject.matchFulfilled, projectsAdapter.upsertOne)
      .addMatcher(api.endpoints.listProjects.matchFulfilled, projectsAdapter.upsertMany);
  },
});

/** A list that was asked for before a change may come after it. */
const newer = (known: Project | undefined, row: Project): Project =>
  known && known.updated_at > row.updated_at ? known : row;

function deleted(state: ProjectsState, id: string): void {
  const name = state.entities[id]?.name;
  if (name !== undefined) state.deleted[id] = name;
  projectsAdapter.removeOne(state, id);
}

export const projectsReducer = slice.reducer;
export const { projectsLoaded, projectLeft } = slice.actions;

type Root = { entities: { projects: ProjectsState } };
export const selectProject = (state: Root, id: string): Project | undefined =>
  state.entities.projects.entities[id];

/** The name of a project that was deleted while this person saw it. */
export const selectDeletedProject = (state: Root, id: string): string | undefined =>
  state.entities.projects.deleted[id];

/** The known projects, the one with the newest activity first. */
export const selectProjects = createSelector(
  [(state: Root) => state.entities.projects.entities],
  (entities): Project[] =>
    Object.values(entities).sort((a, b) => b.last_activity_at.localeCompare(a.last_activity_at)),
);
