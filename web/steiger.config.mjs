import fsd from "@feature-sliced/steiger-plugin";
import { defineConfig } from "steiger";

export default defineConfig([
  ...fsd.configs.recommended,
  // The architecture has a layer of processes: flows over several steps.
  // The other rule does not see that processes use widgets.
  { rules: { "fsd/no-processes": "off", "fsd/insignificant-slice": "off" } },
]);
