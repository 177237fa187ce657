import { LRUCache } from "lru-cache";
import { type Actor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import type { Catalogue, Collection } from "../service.ts";

/** How long a process trusts what it knows: programs read page after page. The database judges each read of features again. */
const TRUST_MS = 1000;
const MOST = 5000;

const knownOf = perCore(() => ({
  catalogues: new LRUCache<string, Catalogue>({ max: MOST, ttl: TRUST_MS }),
  collections: new LRUCache<string, Collection>({ max: MOST, ttl: TRUST_MS }),
  /** Edits that this process heard of. */
  edits: 0,
  isListening: false,
}));

function stateOf(core: Core) {
  const state = knownOf(core);
  if (state.isListening) return state;
  state.isListening = true;
  core.news.onEdited((layerId) => {
    state.edits += 1;
    for (const key of state.collections.keys()) if (key.endsWith(`${layerId}"]`)) state.collections.delete(key);
  });
  return state;
}

/** The catalogue of a host for a caller, found less than a second ago or by `find`. */
export async function knownCatalogue(core: Core, actor: Actor, host: string, find: () => Promise<Catalogue>): Promise<Catalogue> {
  const { catalogues } = knownOf(core);
  const key = JSON.stringify([host, scopeOf(actor)]);
  const known = catalogues.get(key);
  if (known) return known;
  const found = await find();
  catalogues.set(key, found);
  return found;
}

/**
 * A collection that a caller reads whole, found less than a second ago and not edited since, or by `find`. What is read through grants is not kept:
 * they may be others at the next read.
 */
export async function knownCollection(
  core: Core,
  actor: Actor,
  asked: { portalId: string | null; layerId: string; languages: readonly string[] },
  find: () => Promise<Collection>,
): Promise<Collection> {
  const state = stateOf(core);
  const key = JSON.stringify([asked.portalId, asked.languages, scopeOf(actor), asked.layerId]);
  const known = state.collections.get(key);
  if (known) return known;
  const { edits } = state;
  const found = await find();
  // What was read before an edit is older than what the next caller may expect.
  if (found.source.lens === null && state.edits === edits) state.collections.set(key, found);
  return found;
}
