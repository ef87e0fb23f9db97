export { Connections, useHasProviders } from "./ui/connections";
