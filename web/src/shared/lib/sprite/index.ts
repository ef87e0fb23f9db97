export { type Tile, tileAt, tilesOf } from "./sprite";
