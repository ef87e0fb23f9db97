export { fileOf, type Tile, tileAt, tilesOf } from "./sprite";
