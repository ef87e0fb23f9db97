export { begunAt, mentionedIn, type Person, peopleFor } from "./mentions";
export { usePeople } from "./use-people";
