import { sweep } from "./states/sweep";

sweep({ language: "ko", locale: "ko-KR", colorScheme: "dark" });
