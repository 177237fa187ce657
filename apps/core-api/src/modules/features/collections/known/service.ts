import { type Actor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { Recent } from "../../../../kernel/recent.ts";
import type { Catalogue, Collection } from "../service.ts";

/** Programs read page after page. The database judges each read of features again. */
const MOST = 5000;

const knownOf = perCore((core: Core) => ({
  catalogues: new Recent<Catalogue>(core, MOST),
  collections: new Recent<Collection>(core, MOST),
}));

/** The catalogue of a host for a caller, found less than a second ago or by `find`. */
export function knownCatalogue(core: Core, actor: Actor, host: string, find: () => Promise<Catalogue>): Promise<Catalogue> {
  return knownOf(core).catalogues.find("", JSON.stringify([host, scopeOf(actor)]), find);
}

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
  const key = JSON.stringify([asked.portalId, asked.languages, scopeOf(actor)]);
  return knownOf(core).collections.find(asked.layerId, key, find, ({ source }) => source.lens === null);
}
