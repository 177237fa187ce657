import type { SearchGroup, SearchResult } from "@archipel/contracts/search.ts";
import type { Core } from "../../../kernel/core.ts";
import type { Ranked } from "../policy/order.ts";
import { communesAt, polygonsOfCommunes } from "../queries/communes.ts";
import { communeInWords, onlyPostcode } from "./results.ts";

/** Web Mercator ends here. */
const MOST_NORTHERN = 85;

/**
 * Names, among results, the commune of shown places whose layer does not: tiles and summits of a community without communes, coordinates. Only layers that the
 * caller may read are asked.
 */
export async function nameCommunes(
  core: Pick<Core, "database">,
  layers: readonly string[],
  ranked: readonly Ranked[],
  shown: readonly SearchGroup[],
): Promise<readonly Ranked[]> {
  const unnamed = shown.flatMap(({ results }) => results).filter(isUnnamed);
  if (unnamed.length === 0) return ranked;
  const named = new Map<SearchResult, SearchResult>();
  await core.database.sqlAs({ role: "system" }, async (sql) => {
    for (const layer of await polygonsOfCommunes(sql, layers)) {
      const left = unnamed.filter((result) => !named.has(result));
      if (left.length === 0) break;
      for (const { place, name, code, postcode } of await communesAt(sql, layer, left)) {
        const result = left[place];
        if (!result) continue;
        const commune = { name, code: code || null, postcode: onlyPostcode(postcode) };
        named.set(result, { ...result, commune, detail: [communeInWords(commune), result.detail].filter(Boolean).join(", ") });
      }
    }
  });
  return ranked.map((one) => ({ ...one, result: named.get(one.result) ?? one.result }));
}

type Unnamed = SearchResult & { lon: number; lat: number };
const isUnnamed = (result: SearchResult): result is Unnamed =>
  result.commune === null &&
  result.opens.type !== "dataset" &&
  result.lon !== null &&
  result.lat !== null &&
  Math.abs(result.lat) < MOST_NORTHERN;
