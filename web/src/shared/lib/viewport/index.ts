export { type Above, useAboveKeyboard } from "./use-above-keyboard";
export { useOwnTouches } from "./use-own-touches";
export { useWidth } from "./use-width";
