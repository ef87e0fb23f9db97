export { Webhooks } from "./ui/webhooks";
