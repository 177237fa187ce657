import type { LayerKind } from "./layer-kind.ts";

/** Features with a shape and attributes. */
export const vector: LayerKind = {
  name: "vector",
  abilities: ["tiles", "features", "downloads", "edits", "revisions", "processing"],
  stored: "table",
  styledBy: "fields",
  counts: "features",
};
