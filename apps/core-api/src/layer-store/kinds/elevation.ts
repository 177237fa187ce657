import type { LayerKind } from "./layer-kind.ts";

/** Heights in cells. Like other rasters, they are attachments of a dataset today. */
export const elevation: LayerKind = { name: "elevation", abilities: [], stored: null, styledBy: null, counts: null };
