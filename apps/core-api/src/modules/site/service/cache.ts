import type { SiteFrame } from "@archipel/contracts/site-navigation.ts";
import type { NewsList, PageValues, SitePage } from "@archipel/contracts/site-pages.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { publicContent } from "../../../kernel/public-content.ts";

/** Every page of every portal asks for these. The outbox empties them in every process; if it is not read, an answer has this age at most. */
const FRESH_MS = 5_000;

/** A cache of what visitors read, which every process empties when it changes. Keys begin with the portal's id. */
export const cacheOf = <Answer>(max: number) => {
  const cacheIn = perCore(() => new LRUCache<string, Promise<Answer>>({ max, ttl: FRESH_MS }));
  const watched = new WeakSet<object>();
  return (core: Core) => {
    const cache = cacheIn(core);
    if (!watched.has(cache)) {
      watched.add(cache);
      publicContent(core).onChanged((portals) => {
        if (portals === "all") cache.clear();
        else forgetPortals(cache, new Set(portals));
      });
    }
    return cache;
  };
};

export const frameCache = cacheOf<SiteFrame>(5_000);
export const pageCache = cacheOf<{ page: SitePage | null }>(2_000);
export const newsCache = cacheOf<NewsList>(2_000);
export const valuesCache = cacheOf<PageValues>(2_000);

/** The answer that this process gave a moment ago, or that it is making; failures are not kept. */
export function briefly<Answer>(cache: LRUCache<string, Promise<Answer>>, key: string, make: () => Promise<Answer>): Promise<Answer> {
  const known = cache.get(key);
  if (known) return known;
  const made = make();
  cache.set(key, made);
  made.catch(() => {
    if (cache.get(key) === made) cache.delete(key);
  });
  return made;
}

/** Call after a change of a portal's site. */
export function forgetSite(core: Core, portalId: string): void {
  const portals = new Set([portalId]);
  for (const cache of [frameCache(core), pageCache(core), newsCache(core), valuesCache(core)]) forgetPortals(cache, portals);
}

const UUID_LENGTH = 36;

function forgetPortals(cache: { keys(): Iterable<string>; delete(key: string): boolean }, portals: ReadonlySet<string>): void {
  for (const key of [...cache.keys()]) if (portals.has(key.slice(0, UUID_LENGTH))) cache.delete(key);
}
