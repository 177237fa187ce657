import type { LayerKind } from "./layer-kind.ts";

/** Images in cells. Today a raster is an attachment of its dataset: a file to download, not a layer. */
export const raster: LayerKind = { name: "raster", abilities: [], stored: null, styledBy: null, counts: null };
