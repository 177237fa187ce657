import type { Pack } from "@archipel/answers/packs/pack.ts";
import { isSource, type LayerFacts, type SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";

/** A source of a shipped pack. */
export interface PackSource {
  pack: Pack["id"];
  source: SourceRequirement;
}

export const sourcesOf = (packs: readonly Pack[]): PackSource[] =>
  packs.flatMap(({ id, themes }) => themes.flatMap(({ sources }) => sources.map((source) => ({ pack: id, source }))));

/** The sources that a layer with these facts would be. */
export function sourcesFor(packs: readonly Pack[], facts: LayerFacts): PackSource[] {
  return sourcesOf(packs).filter(({ source }) => isSource(source, facts));
}

/** The tags of sources whose signs the layer has: all fields of one published table. */
export function tagsBySigns(packs: readonly Pack[], fields: readonly LayerField[]): string[] {
  const has = new Set(fields.map(({ name }) => name.toLowerCase()));
  const found = sourcesOf(packs).flatMap(({ source: { layers, signs = [] } }) =>
    "tag" in layers && signs.some((names) => names.every((name) => has.has(name.toLowerCase()))) ? [layers.tag] : [],
  );
  return [...new Set(found)].sort();
}
