import type { en } from "./messages/en";

// Keys are checked by the compiler; a test holds the two catalogues against each other.
declare module "next-intl" {
  interface AppConfig {
    Messages: typeof en;
  }
}
