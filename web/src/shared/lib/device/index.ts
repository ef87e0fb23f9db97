export { forget, keep, kept, keptEntries, keptUnder } from "./device";
export { keepChanges, useKept } from "./use-kept";
