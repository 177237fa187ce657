import type { LayerKind } from "./layer-kind.ts";

/**
 * Points with a height. The points are in the tiles, attachments of the dataset; its table holds their index (`tables/cloud-index.ts`). The
 * index follows the tiles, so nobody edits it.
 */
export const pointcloud: LayerKind = {
  name: "pointcloud",
  abilities: ["tiles", "features", "downloads"],
  stored: "table",
  styledBy: "fields",
  counts: "tiles",
};
