import type { SiteFrame } from "@archipel/contracts/site-navigation.ts";
import type { NewsList, PageValues, SitePage } from "@archipel/contracts/site-pages.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";

/** Every page of every portal asks for these. Another process sees a change after this time, the one that made it at once. */
const FRESH_MS = 5_000;

/** Keys begin with the portal's id. */
const cacheOf = <Answer>(max: number) => perCore(() => new LRUCache<string, Promise<Answer>>({ max, ttl: FRESH_MS }));

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
  for (const cache of [frameCache(core), pageCache(core), newsCache(core), valuesCache(core)]) {
    for (const key of cache.keys()) if (key.startsWith(portalId)) cache.delete(key);
  }
}
