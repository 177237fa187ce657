import type { LayerKind } from "./layer-kind.ts";

/** Points with a height. No layer of this kind can be made yet. */
export const pointcloud: LayerKind = { name: "pointcloud", abilities: [], stored: null, styledBy: null, counts: null };
