export { isAtLeast, type Role } from "./model/roles";
export {
  type Project,
  type ProjectsState,
  projectLeft,
  projectsAdapter,
  projectsLoaded,
  projectsReducer,
  selectDeletedProject,
  selectProject,
  selectProjects,
} from "./model/slice";
