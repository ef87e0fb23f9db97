export {
  begunAt,
  mentionedIn,
  mentionPieces,
  type Person,
  peopleFor,
  renamed,
} from "./mentions";
export { usePeople } from "./use-people";
