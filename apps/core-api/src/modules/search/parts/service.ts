import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { SearchKind } from "@archipel/contracts/search.ts";
import { isStatementTimeout, type StatementLimits, withStatementLimits } from "@archipel/database/statement-limits.ts";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { fieldsThrough, type Lens } from "../../../layer-store/lens/lens.ts";
import { lensScopeOf, ownLenses, readFound } from "../../access/lens/service/through-lens.ts";
import type { Asked } from "../finding/results.ts";
import { searchedAs } from "../policy/declared.ts";
import type { Gazetteer } from "../policy/gazetteer.ts";
import type { Ranked } from "../policy/order.ts";
import { type PartNames, partNames, searchPart } from "./policy.ts";
import { entriesThrough, type PortalLayer, portalVectors } from "./queries.ts";

/** Layers that a search reads through grants. */
const MOST_LAYERS = 500;
const MOST_PARTS = 30;
/** Features of one part that have names: the others are found on the map and in the table. */
const MOST_ROWS = 30_000;
/** Names of parts in the memory of a process: about 120 MB. */
const MOST_ENTRIES = 200_000;
const LIMITS: StatementLimits = { milliseconds: 3_000, isParallel: false };
const RETRY_MS = 60_000;

const fieldsSchema = z.array(layerField);

/**
 * Names of parts by layer, revision and grants. The index of names holds whole layers, so it cannot answer for a part: its words, its counts and
 * its order tell of features that the caller does not see. `null`: reading the part took too long.
 */
const namesOf = perCore(
  () =>
    new LRUCache<string, { names: PartNames | null }>({
      maxSize: MOST_ENTRIES,
      sizeCalculation: ({ names }) => (names?.entries.length ?? 0) + 1,
    }),
);

/** The layers of a portal that the caller reads through grants, as their names are searched. */
export interface GrantedNames {
  /** Layers whose names the caller's grants give everywhere, with every column of them: the index answers for these. */
  whole: string[];
  parts: { layer: PortalLayer; lens: Lens; fields: LayerField[]; gazetteer: Gazetteer }[];
}

/** @param known layers that the caller reads by a role */
export function grantedNames(core: Core, actor: Actor, portalId: string, known: readonly string[]): Promise<GrantedNames> {
  return core.database.sqlAs(lensScopeOf(actor), async (sql) => {
    const layers = (await portalVectors(sql, portalId, MOST_LAYERS)).filter(({ id }) => !known.includes(id));
    const named = layers.flatMap((layer) => {
      const fields = fieldsSchema.parse(layer.fields);
      const gazetteer = searchedAs({ ...layer, fields });
      return gazetteer ? [{ layer, fields, columns: columnsOf(gazetteer) }] : [];
    });
    const lenses = await ownLenses(
      sql,
      named.map(({ layer }) => layer.id),
    );
    const found: GrantedNames = { whole: [], parts: [] };
    for (const { layer, fields: all, columns } of named) {
      const lens = lenses.get(layer.id);
      if (!lens) continue;
      const fields = fieldsThrough(all, lens);
      const gazetteer = searchedAs({ ...layer, fields });
      if (givesEverywhere(lens, columns)) found.whole.push(layer.id);
      else if (gazetteer && found.parts.length < MOST_PARTS) found.parts.push({ layer, lens, fields, gazetteer });
    }
    return found;
  });
}

const givesEverywhere = ({ grants }: Lens, wanted: readonly string[]) =>
  grants.some(({ hasArea, columns }) => !hasArea && (columns === null || wanted.every((column) => columns.includes(column))));

function columnsOf({ label, detail, weight, number, suffix, commune, communeCode, postcode, parcel }: Gazetteer): string[] {
  const single = [weight, number, suffix, commune, communeCode, postcode, ...Object.values(parcel ?? {})];
  return [...label, ...detail, ...single.filter((column) => column !== null)];
}

/** Names of parts that a text may mean. */
export async function findInParts(core: Core, actor: Actor, parts: GrantedNames["parts"], asked: Asked) {
  const ranked: Ranked[] = [];
  const totals = new Map<SearchKind, { count: number; isMore: boolean }>();
  const lexicons: PartNames["lexicon"][] = [];
  const end = performance.now() + LIMITS.milliseconds;
  for (const part of parts) {
    // A search waits for a few parts at most; the others are read when somebody types on.
    const names = namesOf(core).get(keyOf(part)) ?? (performance.now() < end ? { names: await readNames(core, actor, part) } : null);
    if (!names?.names) continue;
    lexicons.push(names.names.lexicon);
    const found = searchPart(names.names, asked);
    ranked.push(...found.ranked);
    for (const [kind, { count }] of found.totals) totals.set(kind, { count: (totals.get(kind)?.count ?? 0) + count, isMore: false });
  }
  return { ranked, totals, knows: (word: string) => lexicons.some((lexicon) => lexicon.countOf(word) > 0) };
}

type Part = GrantedNames["parts"][number];

const keyOf = ({ layer, lens }: Part) => `${layer.id} ${layer.revision} ${layer.updatedAt.getTime()} ${lens.hash}`;

async function readNames(core: Core, actor: Actor, part: Part): Promise<PartNames | null> {
  const { layer, lens, fields, gazetteer } = part;
  const [cache, key] = [namesOf(core), keyOf(part)];
  try {
    const { entries, houses } = await withStatementLimits(LIMITS, () =>
      readFound(core.database, actor, lens, (sql) => entriesThrough(sql, layer, lens, { fields, gazetteer, limit: MOST_ROWS })),
    );
    const names = partNames(entries, houses);
    cache.set(key, { names });
    return names;
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    cache.set(key, { names: null }, { ttl: RETRY_MS });
    return null;
  }
}
