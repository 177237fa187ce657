import type { CurrentAlerts } from "@archipel/contracts/alerts.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";

/** Every page of every portal asks. Another process sees a change after this time, the one that made it at once. */
const FRESH_MS = 5_000;

export const currentCache = perCore(() => new LRUCache<string, Promise<CurrentAlerts>>({ max: 5_000, ttl: FRESH_MS }));

/** Call after a change of a portal's alerts. */
export function forgetAlerts(core: Core, portalId: string): void {
  currentCache(core).delete(portalId);
}
