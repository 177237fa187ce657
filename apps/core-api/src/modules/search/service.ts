import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Suggestion, suggestInput } from "@archipel/contracts/search.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { bboxOf } from "../../kernel/stored-bbox.ts";
import { searchColumnsOf } from "./policy.ts";
import {
  type DatasetHit,
  type EntryRow,
  findEntries,
  type IndexedLayer,
  matchingDatasets,
  readableLayers,
  replaceEntries,
} from "./queries.ts";

/** Datasets come after places and addresses, but always find some room. */
const DATASET_SEATS = 3;

/** What a portal's search field proposes while a person types: places and addresses of its layers, then its datasets. */
export async function suggest(core: Core, actor: Actor, input: z.infer<typeof suggestInput>): Promise<Suggestion[]> {
  const { portalId, q, limit } = input;
  const { layers, datasets } = await core.database.withTenant(scopeOf(actor), async (tx) => ({
    layers: await readableLayers(tx, portalId),
    datasets: await matchingDatasets(tx, portalId, q, limit),
  }));
  // As the platform, among these layers alone: full text cannot use its index behind row-level security.
  const found = await core.database.sqlAs({ role: "system" }, (sql) => findEntries(sql, layers, q, limit));
  const entries = withoutTwins(found.map(entrySuggestion));
  // Who begins with a number looks for an address.
  if (/^\s*\d/.test(q)) entries.sort((a, b) => Number(b.kind === "address") - Number(a.kind === "address"));
  const seats = Math.min(DATASET_SEATS, datasets.length);
  const first = entries.slice(0, Math.max(1, limit - seats));
  return [...first, ...datasets.map(datasetSuggestion)].slice(0, limit);
}

function entrySuggestion({ kind, label, detail, lon, lat, bbox }: EntryRow): Suggestion {
  return { kind, label, detail, lon, lat, bbox: bboxOf(bbox), datasetSlug: null };
}

function datasetSuggestion({ title, slug, communityName, bbox }: DatasetHit): Suggestion {
  return { kind: "dataset", label: title, detail: communityName ?? "", lon: null, lat: null, bbox: bboxOf(bbox), datasetSlug: slug };
}

/** The same town may stand in two layers of a portal. */
function withoutTwins(suggestions: Suggestion[]): Suggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ kind, label, lon, lat }) => {
    const near = `${Math.round((lon ?? 0) * 20)} ${Math.round((lat ?? 0) * 20)}`;
    const key = `${kind} ${label.toLowerCase()} ${kind === "place" ? near : `${lon} ${lat}`}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * Makes a layer's addresses or places findable, if it holds any. For whoever publishes a layer, in a session of the layer's community,
 * once its table is finished; again after its names change.
 *
 * @returns how many entries there are now
 */
export function indexLayerForSearch(
  sql: SqlSession,
  layer: IndexedLayer & { name: string; fields: readonly LayerField[] },
): Promise<number> {
  return replaceEntries(sql, layer, searchColumnsOf(layer), null);
}

/** Makes the entries of some features of a layer follow an edit, in its transaction. Features that are gone are not found any more. */
export async function indexFeaturesForSearch(
  sql: SqlSession,
  layer: IndexedLayer & { name: string; fields: readonly LayerField[] },
  fids: readonly number[],
): Promise<void> {
  const columns = searchColumnsOf(layer);
  if (columns) await replaceEntries(sql, layer, columns, fids);
}
