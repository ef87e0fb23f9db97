export { observePage } from "./observe";
export { measured, type SampleName, sendSamples } from "./samples";
export { begin as beginMeasuring, end as endMeasuring } from "./stopwatch";
