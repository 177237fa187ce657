import type { LayerKind } from "./layer-kind.ts";

/**
 * Heights in cells. Its blocks are rasters, attachments of its dataset that name the layer; `modules/elevation` reads them. Maps show them as
 * relief, not as tiles of features.
 */
export const elevation: LayerKind = { name: "elevation", abilities: [], stored: null, styledBy: null, counts: "tiles" };
