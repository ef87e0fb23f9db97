export { forget, keep, kept, keptUnder } from "./device";
