import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { CountedWord } from "@archipel/search/vocabulary.ts";
import { searchedAs } from "../policy/declared.ts";
import type { Gazetteer } from "../policy/gazetteer.ts";
import { storedGazetteer } from "../queries/declared.ts";
import { communeLayerOf, fillLayer, keysOf, lockIndex, refillEntries } from "../queries/fill.ts";
import type { IndexedLayer } from "../queries/locate.ts";
import { changeWords, formatOf, rebuildWords, wordsOfEntries } from "../queries/words.ts";

/** Grows with each change of what the index holds: all layers are then indexed again. */
export const INDEX_FORMAT = 3;

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
  const gazetteer = await gazetteerNow(sql, layer);
  const communes = gazetteer && (await communeLayerOf(sql, communityId));
  const entries = await fillLayer(sql, layer, gazetteer, communes);
  const needsCommunes = gazetteer !== null && gazetteer.kind !== "commune" && gazetteer.commune === null;
  const from = needsCommunes ? communes : null;
  await rebuildWords(sql, {
    layerId,
    communityId,
    format: INDEX_FORMAT,
    kind: gazetteer?.kind ?? null,
    needsCommunes,
    communes: from,
    entries,
  });
  return entries;
}

/** Updates the entries of some features in the transaction of their edit. Entries of deleted features are removed. */
export async function indexFeaturesForSearch(sql: SqlSession, layer: NamedLayer, fids: readonly number[]): Promise<void> {
  const gazetteer = await gazetteerNow(sql, layer);
  if (!gazetteer || fids.length === 0) return;
  const { layerId, communityId } = layer;
  await lockIndex(sql, layerId);
  // A layer of an older format waits for the task, which indexes all of it.
  if ((await formatOf(sql, layerId)) !== INDEX_FORMAT) return;
  const communes = await communeLayerOf(sql, communityId);
  const keys = await keysOf(sql, layer, gazetteer, communes, fids);
  const before = await wordsOfEntries(sql, layerId, keys);
  await refillEntries(sql, layer, gazetteer, communes, { fids, keys });
  const changes = differences(before, await wordsOfEntries(sql, layerId, keys));
  // A commune may have moved without another name: layers whose communes it names are indexed again.
  if (changes.length > 0 || gazetteer.kind === "commune") await changeWords(sql, layerId, communityId, changes);
}

/** How the layer is searched: what its manager declares is read with each change, so that no caller has to know it. */
async function gazetteerNow(sql: SqlSession, layer: NamedLayer): Promise<Gazetteer | null> {
  return searchedAs({ name: layer.name, fields: layer.fields, gazetteer: await storedGazetteer(sql, layer.layerId) });
}

/** By how much the count of each word changed. */
function differences(before: readonly CountedWord[], after: readonly CountedWord[]): CountedWord[] {
  const changes = new Map(after.map(({ word, count }) => [word, count]));
  for (const { word, count } of before) changes.set(word, (changes.get(word) ?? 0) - count);
  return [...changes].filter(([, count]) => count !== 0).map(([word, count]) => ({ word, count }));
}
