import type { LayerFacts } from "@archipel/answers/packs/source.ts";
import type { Attributes } from "@archipel/answers/rules/fields.ts";

const EASEMENT_TABLE = /^([A-Za-z0-9]+)_ASSIETTE_SUP_/i;

/** A footprint of an easement has its category in the name of its table, if it has no column for it. */
export function withCategory(attributes: Attributes, { table }: Pick<LayerFacts, "table">): Attributes {
  const [, category] = EASEMENT_TABLE.exec(table ?? "") ?? [];
  const has = Object.keys(attributes).some((name) => name.toLowerCase() === "categorie");
  return category === undefined || has ? attributes : { ...attributes, CATEGORIE: category };
}
