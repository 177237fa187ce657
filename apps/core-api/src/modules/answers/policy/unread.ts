import type { Pack } from "@archipel/answers/packs/pack.ts";
import type { UnreadLayer } from "@archipel/answers/report/reading.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Candidate } from "./candidate.ts";
import { sourcesFor, themesBySigns } from "./recognise.ts";

/** A layer of a portal that declares nothing. */
export interface UndeclaredLayer {
  id: string;
  title: string;
  titleLang: string;
  fields: readonly LayerField[];
}

/**
 * The layers that a portal shows and no rule reads, although their columns or their standard are known: nobody has declared them, or they
 * declare a table that no rule names.
 */
export function unreadLayers(
  packs: readonly Pack[],
  undeclared: readonly UndeclaredLayer[],
  declared: readonly Candidate[],
): UnreadLayer[] {
  const known = undeclared.flatMap(({ id, title, titleLang, fields }): UnreadLayer[] => {
    const themes = themesBySigns(packs, fields);
    return themes.length === 0 ? [] : [{ layer: id, title, titleLang, themes }];
  });
  const silent = declared
    .filter(({ facts }) => facts.model !== null && sourcesFor(packs, facts).length === 0)
    .map(({ id, title, titleLang, fields }): UnreadLayer => ({ layer: id, title, titleLang, themes: themesBySigns(packs, fields) }));
  return [...known, ...silent];
}
