import type { LayerAbility, LayerKindName } from "@archipel/contracts/layers.ts";

/** What the platform knows of a kind of layer. The rest of the code asks for an ability, never for a kind by name. */
export interface LayerKind {
  readonly name: LayerKindName;
  /** What its layers can serve and take. None while the platform cannot make layers of this kind. */
  readonly abilities: readonly LayerAbility[];
  /** Where its data is stored: in a table of schema `layers` for each layer. */
  readonly stored: "table" | null;
  /** What a style of it may read. */
  readonly styledBy: "fields" | null;
  /** What `featureCount` counts. */
  readonly counts: "features" | null;
}
