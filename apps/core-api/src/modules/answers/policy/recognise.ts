import type { Pack } from "@archipel/answers/packs/pack.ts";
import { isSource, type LayerFacts, type SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";

/** A source of a shipped pack. */
export interface PackSource {
  pack: Pack["id"];
  source: SourceRequirement;
}

const sourcesOf = (packs: readonly Pack[]): PackSource[] =>
  packs.flatMap(({ id, themes }) => themes.flatMap(({ sources }) => sources.map((source) => ({ pack: id, source }))));

/** The sources that a layer with these facts would be. */
export function sourcesFor(packs: readonly Pack[], facts: LayerFacts): PackSource[] {
  return sourcesOf(packs).filter(({ source }) => isSource(source, facts));
}

/** Whether a layer has all fields of one published table of a source. Hidden fields are read by nobody. */
function hasSigns({ signs = [] }: SourceRequirement, names: ReadonlySet<string>): boolean {
  return signs.some((sign) => sign.every((name) => names.has(name.toLowerCase())));
}

const namesOf = (fields: readonly LayerField[]): ReadonlySet<string> =>
  new Set(fields.filter(({ isHidden }) => !isHidden).map(({ name }) => name.toLowerCase()));

/** The sources whose signs a layer has. */
export function sourcesBySigns(packs: readonly Pack[], fields: readonly LayerField[]): PackSource[] {
  const names = namesOf(fields);
  return sourcesOf(packs).filter(({ source }) => hasSigns(source, names));
}

/** The tags of sources whose signs a layer has. */
export function tagsBySigns(packs: readonly Pack[], fields: readonly LayerField[]): string[] {
  const found = sourcesBySigns(packs, fields).flatMap(({ source: { layers } }) => ("tag" in layers ? [layers.tag] : []));
  return [...new Set(found)].sort();
}

/** The themes for which a layer with these fields would speak. */
export function themesBySigns(packs: readonly Pack[], fields: readonly LayerField[]): { pack: string; theme: string }[] {
  const names = namesOf(fields);
  return packs.flatMap(({ id, themes }) =>
    themes.filter(({ sources }) => sources.some((source) => hasSigns(source, names))).map((theme) => ({ pack: id, theme: theme.id })),
  );
}
