export { isAtLeast, type Role } from "./model/roles";
export {
  type Project,
  type ProjectsState,
  projectsAdapter,
  projectsReducer,
  selectProject,
} from "./model/slice";
