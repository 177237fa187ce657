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

/** Datasets come after places and addresses, but always get some places in the list. */
const DATASET_SEATS = 3;

/** Suggestions of a portal's search field: places and addresses of its layers, then its datasets. */
export async function suggest(core: Core, actor: Actor, input: z.infer<typeof suggestInput>): Promise<Suggestion[]> {
  const { portalId, q, limit } = input;
  const { layers, datasets } = await core.database.withTenant(scopeOf(actor), async (tx) => ({
    layers: await readableLayers(tx, portalId),
    datasets: await matchingDatasets(tx, portalId, q, limit),
  }));
  // In the system scope, limited to these layers: behind row-level security, full-text search cannot use its index.
  const found = await core.database.sqlAs({ role: "system" }, (sql) => findEntries(sql, layers, q, limit));
  const entries = withoutDuplicates(found.map(entrySuggestion));
  // Text that begins with a number is an address.
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

/** Two layers of a portal may contain the same town. */
function withoutDuplicates(suggestions: Suggestion[]): Suggestion[] {
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
 * Makes a layer's addresses or places searchable, if it has any. Call it in a session of the layer's community, after its table is built,
 * and when its names changed.
 *
 * @returns the number of entries
 */
export function indexLayerForSearch(
  sql: SqlSession,
  layer: IndexedLayer & { name: string; fields: readonly LayerField[] },
): Promise<number> {
  return replaceEntries(sql, layer, searchColumnsOf(layer), null);
}

/** Updates the entries of some features in the transaction of their edit. Entries of deleted features are removed. */
export async function indexFeaturesForSearch(
  sql: SqlSession,
  layer: IndexedLayer & { name: string; fields: readonly LayerField[] },
  fids: readonly number[],
): Promise<void> {
  const columns = searchColumnsOf(layer);
  if (columns) await replaceEntries(sql, layer, columns, fids);
}
