import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { CountedWord } from "@archipel/search/vocabulary.ts";
import { gazetteerOf } from "../policy/gazetteer.ts";
import { communeLayerOf, fillLayer, type IndexedLayer, keysOf, lockIndex, refillEntries } from "../queries/fill.ts";
import { changeWords, rebuildWords, wordsOfEntries } from "../queries/words.ts";

/** Grows with each change of what the index holds: all layers are then indexed again. */
export const INDEX_FORMAT = 1;

type NamedLayer = IndexedLayer & { name: string; fields: readonly LayerField[] };

/**
 * Makes a layer's names searchable, if it has any. Call it in a session of the layer's community, after its table is built, and when its names
 * changed.
 *
 * @returns the number of entries
 */
export async function indexLayerForSearch(sql: SqlSession, layer: NamedLayer): Promise<number> {
  const { layerId, communityId } = layer;
  await lockIndex(sql, layerId);
  const gazetteer = gazetteerOf(layer);
  const communes = gazetteer && (await communeLayerOf(sql, communityId));
  const entries = await fillLayer(sql, layer, gazetteer, communes);
  const needsCommunes = gazetteer !== null && gazetteer.kind !== "commune" && gazetteer.commune === null;
  const from = needsCommunes ? communes : null;
  await rebuildWords(sql, { layerId, communityId, format: INDEX_FORMAT, kind: gazetteer?.kind ?? null, needsCommunes, communes: from });
  return entries;
}

/** Updates the entries of some features in the transaction of their edit. Entries of deleted features are removed. */
export async function indexFeaturesForSearch(sql: SqlSession, layer: NamedLayer, fids: readonly number[]): Promise<void> {
  const gazetteer = gazetteerOf(layer);
  if (!gazetteer || fids.length === 0) return;
  const { layerId, communityId } = layer;
  await lockIndex(sql, layerId);
  const communes = await communeLayerOf(sql, communityId);
  const keys = await keysOf(sql, layer, gazetteer, communes, fids);
  const before = await wordsOfEntries(sql, layerId, keys);
  await refillEntries(sql, layer, gazetteer, communes, { fids, keys });
  const changes = differences(before, await wordsOfEntries(sql, layerId, keys));
  // A commune may have moved without another name: layers whose communes it names are indexed again.
  if (changes.length > 0 || gazetteer.kind === "commune") await changeWords(sql, layerId, communityId, changes);
}

/** By how much the count of each word changed. */
function differences(before: readonly CountedWord[], after: readonly CountedWord[]): CountedWord[] {
  const changes = new Map(after.map(({ word, count }) => [word, count]));
  for (const { word, count } of before) changes.set(word, (changes.get(word) ?? 0) - count);
  return [...changes].filter(([, count]) => count !== 0).map(([word, count]) => ({ word, count }));
}
