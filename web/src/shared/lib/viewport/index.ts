export { type Above, useAboveKeyboard } from "./use-above-keyboard";
export { useWidth } from "./use-width";
