export {
  conditionsOf,
  type Filter,
  filtered,
  isNarrowed,
  LISTS,
  PRIORITIES,
  STATUSES,
  widened,
} from "./lib/filter";
export { useFilter } from "./ui/use-filter";
export { useFound } from "./ui/use-found";
