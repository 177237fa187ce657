import { type Actor, anonymous, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { Recent } from "../../../../kernel/recent.ts";
import type { ItemsFilter } from "../queries.ts";
import type { Catalogue, Collection } from "../service.ts";

/** Programs read page after page. The database judges each read of features again. */
const MOST = 5000;

const knownOf = perCore((core: Core) => ({
  catalogues: new Recent<Catalogue>(core, MOST),
  collections: new Recent<Collection>(core, MOST),
  counts: new Recent<{ count: number | null }>(core, MOST),
}));

/** The catalogue of a host for a caller, found less than a second ago or by `find`. */
export function knownCatalogue(core: Core, actor: Actor, host: string, find: () => Promise<Catalogue>): Promise<Catalogue> {
  return knownOf(core).catalogues.find("", catalogueKey(host, actor), find);
}

const catalogueKey = (host: string, actor: Actor) => JSON.stringify([host, scopeOf(actor)]);

/**
 * A collection that a caller reads whole, found less than a second ago and not edited since, or by `find`. What is read through grants is not kept:
 * they may be others at the next read.
 */
export function knownCollection(
  core: Core,
  actor: Actor,
  asked: { portalId: string | null; layerId: string; languages: readonly string[] },
  find: () => Promise<Collection>,
): Promise<Collection> {
  return knownOf(core).collections.find(asked.layerId, collectionKey(asked, actor), find, ({ source }) => source.lens === null);
}

const collectionKey = (asked: { portalId: string | null; languages: readonly string[] }, actor: Actor) =>
  JSON.stringify([asked.portalId, asked.languages, scopeOf(actor)]);

/** A catalogue and a collection of it that visitors were found to read whole less than a second ago; null when that must be asked. */
export function openCollection(
  core: Core,
  { host, layerId, languages }: { host: string; layerId: string; languages: readonly string[] },
): { catalogue: Catalogue; collection: Collection } | null {
  const { catalogues, collections } = knownOf(core);
  const catalogue = catalogues.known("", catalogueKey(host, anonymous));
  const collection = catalogue && collections.known(layerId, collectionKey({ ...catalogue, languages }, anonymous));
  return catalogue && collection?.isPublic ? { catalogue, collection } : null;
}

/**
 * How many features of a whole collection match a filter, counted less than a second ago and before no edit, or by `count`: programs ask for one
 * feature of a box to learn the number, then for its pages.
 */
export async function knownCount(
  core: Core,
  actor: Actor,
  { collection, filter }: { collection: Collection; filter: ItemsFilter },
  count: () => Promise<number | null>,
): Promise<number | null> {
  // Grants may be others at the next read.
  if (collection.source.lens !== null) return count();
  const { boxes, equal } = filter;
  const key = JSON.stringify([scopeOf(actor), boxes, equal.map(({ field, value }) => [field.column, value])]);
  const find = async () => ({ count: await count() });
  return (await knownOf(core).counts.find(collection.id, key, find)).count;
}
