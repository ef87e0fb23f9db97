export { PersonalTokens } from "./ui/personal-tokens";
export { ProjectTokens } from "./ui/project-tokens";
