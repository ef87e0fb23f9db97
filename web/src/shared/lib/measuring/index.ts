export { observePage } from "./observe";
export { measured, type SampleName, sendSamples } from "./samples";
