export { ComparisonBar } from "./ui/comparison-bar";
