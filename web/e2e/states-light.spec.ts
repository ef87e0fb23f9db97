import { sweep } from "./states/sweep";

sweep({ language: "en", locale: "en-US", colorScheme: "light" });
