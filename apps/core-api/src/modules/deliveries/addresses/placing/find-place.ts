import type { Locale } from "@archipel/contracts/text.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../../kernel/core.ts";
import { findNames } from "../../../search/finding/names.ts";
import { askGeocoder } from "../../../search/geocoding/ask.ts";
import { inOrder } from "../../../search/policy/order.ts";
import type { TypedAddress } from "../policy/columns.ts";
import { judge } from "../policy/judge.ts";

/** Calls of the operator's geocoder for one table. */
const MOST_ASKED = 5_000;
/** Tables repeat addresses. */
const MOST_REMEMBERED = 5_000;
/** Names that are compared with an address. */
const MOST_NAMES = 12;

type Judged = ReturnType<typeof judge>;

/** Finds the places of addresses: by the names of layers first, and by the operator's geocoder where none is sure. */
export function placeFinder(core: Core, layerIds: readonly string[], locale: Locale): (typed: TypedAddress) => Promise<Judged> {
  const known = new LRUCache<string, Judged>({ max: MOST_REMEMBERED });
  let asked = 0;
  const find = async (typed: TypedAddress): Promise<Judged> => {
    const q = typed.text.replace(",", " ");
    // In the system scope, limited to these layers: behind row-level security, full-text search cannot use its index.
    const { ranked } = await core.database.sqlAs({ role: "system" }, (sql) => findNames(core, sql, layerIds, { q, locale }));
    const own = inOrder(ranked)
      .slice(0, MOST_NAMES)
      .map(({ result, cost }) => ({ result, cost, source: "platform" as const }));
    const judged = judge(typed, own);
    if (judged.isSure || asked >= MOST_ASKED || core.env.GEOCODER_URL === undefined) return judged;
    asked++;
    const elsewhere = await askGeocoder(core, q, locale);
    return judge(typed, [...own, ...elsewhere.map((result) => ({ result, cost: null, source: "geocoder" as const }))]);
  };
  return async (typed) => {
    const judged = known.get(typed.text) ?? (await find(typed));
    known.set(typed.text, judged);
    return judged;
  };
}
