import type { Pack } from "@archipel/answers/packs/pack.ts";
import { isSource, type LayerFacts } from "@archipel/answers/packs/source.ts";
import type { Theme } from "@archipel/answers/packs/theme.ts";
import type { UnreadLayer } from "@archipel/answers/report/reading.ts";

/** The layers that a portal shows, as far as they decide which rules answer. */
export interface ShownLayers {
  read: readonly LayerFacts[];
  unread: readonly Pick<UnreadLayer, "themes">[];
}

/**
 * What a portal answers about: all themes of the packs that it has chosen, and of the others those for which it shows a layer. A layer that
 * a portal shows is never silent because of its choice of packs, and a pack that it has not chosen never says "no data" of what it does not show.
 */
export function shownPacks(packs: readonly Pack[], chosen: readonly string[], { read, unread }: ShownLayers): Pack[] {
  return packs.flatMap((pack) => {
    if (chosen.includes(pack.id)) return [pack];
    const named = new Set(unread.flatMap(({ themes }) => themes.filter((one) => one.pack === pack.id).map(({ theme }) => theme)));
    const themes = pack.themes.filter((theme) => named.has(theme.id) || hasLayer(theme, read));
    return themes.length === 0 ? [] : [{ ...pack, themes }];
  });
}

function hasLayer({ sources }: Theme, layers: readonly LayerFacts[]): boolean {
  return sources.some((source) => layers.some((facts) => isSource(source, facts)));
}
