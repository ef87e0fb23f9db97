import fsd from "@feature-sliced/steiger-plugin";
import { defineConfig } from "steiger";

export default defineConfig([
  ...fsd.configs.recommended,
  // The architecture has a layer of processes: flows over several steps.
  { rules: { "fsd/no-processes": "off" } },
]);
