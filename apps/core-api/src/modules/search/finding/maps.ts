import { mapText, mapTitle } from "@archipel/contracts/maps.ts";
import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Tx } from "@archipel/database/database.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import type { Ranked } from "../policy/order.ts";
import { costOfTitle, typedWords } from "../policy/titles.ts";
import { matchingMaps } from "../queries/portal.ts";

const MOST_MAPS = 20;
/** As near as a dataset of the same words. */
const NEARER_THAN_PAGES = 0.25;

/** Published maps and stories of a portal that hold all typed words or their beginnings, in the title first. */
export async function findMaps(tx: Tx, portalId: string, q: string, locale: "fr" | "en"): Promise<Ranked[]> {
  const typed = typedWords(q);
  if (typed.length === 0) return [];
  const maps = await matchingMaps(tx, portalId, typed, MOST_MAPS);
  return maps.flatMap(({ slug, kind, title: titles, text: texts }, index) => {
    const title = mapTitle.safeParse(titles).data;
    const text = mapText.safeParse(texts).data ?? {};
    const label = title?.[locale] ?? title?.fr ?? title?.en;
    if (!title || label === undefined) return [];
    const cost = costOfTitle(typed, wordsOf(`${title.fr ?? ""} ${title.en ?? ""}`), wordsOf(`${text.fr ?? ""} ${text.en ?? ""}`));
    if (cost === undefined) return [];
    const opens: SearchResult["opens"] = { type: "map", slug };
    const result: SearchResult = { kind, label, detail: "", commune: null, lon: null, lat: null, bbox: null, opens };
    return [{ result, cost: cost - NEARER_THAN_PAGES + index * 0.01, weight: 0 }];
  });
}
