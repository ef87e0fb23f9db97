export * from "./frames";
export { type Display, frameOfPosition, positionOf } from "./position";
