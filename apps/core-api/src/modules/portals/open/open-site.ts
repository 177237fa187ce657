import type { PortalSite } from "@archipel/contracts/portals.ts";
import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { frameIn, ownHomeIn } from "../../site/service/read.ts";
import { openedOfHost } from "../queries.ts";
import { viewOf } from "../service.ts";

/**
 * What every page of a portal needs, in one call and one transaction: a portal that nobody visited for a while is opened as fast as the
 * others. Null for a host without a live portal.
 */
export function openSite(core: Core, rawHost: string): Promise<PortalSite | null> {
  const host = rawHost.toLowerCase().replace(/\.$/, "");
  return core.database.withTenant(scopeOf(anonymous), async (tx) => {
    const row = await openedOfHost(tx, host);
    if (!row) return null;
    const frame = await frameIn(tx, row.id);
    const home = row.hasOwnHome ? await ownHomeIn(tx, row.id) : null;
    const { hasMaps, takesRequests, reporting } = row;
    return { portal: viewOf(core, row), frame, home, hasMaps, takesRequests, isReporting: reporting !== "nobody" };
  });
}
