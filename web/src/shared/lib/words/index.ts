export { hasWords } from "./words";
