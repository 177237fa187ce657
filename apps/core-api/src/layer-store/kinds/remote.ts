import type { LayerKind } from "./layer-kind.ts";

/** A layer of another platform's service. No layer of this kind can be made yet. */
export const remote: LayerKind = { name: "remote", abilities: [], stored: null, styledBy: null, counts: null };
