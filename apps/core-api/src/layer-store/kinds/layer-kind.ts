import type { LayerAbility, LayerKindName } from "@archipel/contracts/layers.ts";

/** A kind of layer. The rest of the code asks for an ability, never for a kind by name. */
export interface LayerKind {
  readonly name: LayerKindName;
  /** What its layers can serve and accept. Empty while the platform cannot create layers of this kind. */
  readonly abilities: readonly LayerAbility[];
  /** Where its data is stored: in a table of schema `layers` for each layer. */
  readonly stored: "table" | null;
  /** What a style of it may read. */
  readonly styledBy: "fields" | null;
  /** What `featureCount` counts. */
  readonly counts: "features" | "tiles" | null;
}
