import type { CurrentAlerts } from "@archipel/contracts/alerts.ts";
import type { Core } from "../../../kernel/core.ts";
import { cacheOf } from "../../site/service/cache.ts";

/** Every page of every portal asks. A page that is drawn after a change, by any process, must not find what was before it. */
export const currentCache = cacheOf<CurrentAlerts>(5_000);

/** Call after a change of a portal's alerts. */
export function forgetAlerts(core: Core, portalId: string): void {
  currentCache(core).delete(portalId);
}
