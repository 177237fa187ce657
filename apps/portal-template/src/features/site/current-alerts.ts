import type { CurrentAlerts } from "@archipel/contracts/alerts.ts";
import type { PortalView } from "@archipel/contracts/portals.ts";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreForAll } from "../../api/core-for-all.ts";
import { pageExpires } from "../../runtime/drawing.ts";
import { siteParts } from "../../tenancy/site-parts.ts";

/** The same for every visitor, until one begins or ends. */
const current = createBriefCache(async (portalId) => (await coreForAll()).alerts.current.query({ portalId }), {
  freshMs: 5_000,
  capacity: 2_000,
  until: ({ changesAt }) => changesAt,
});
const NOT_KEPT: CurrentAlerts = { checkedAt: null, inForce: [], changesAt: null };

/** Those that came with the portal, until one begins or ends. */
function opened(portal: PortalView): CurrentAlerts | undefined {
  const alerts = siteParts(portal)?.alerts;
  return alerts && (alerts.changesAt === null || alerts.changesAt.getTime() > Date.now()) ? alerts : undefined;
}

/** The alerts in force. Without core-api's answer nothing is said of alerts: "none" might be false. */
export async function currentAlerts(portal: PortalView): Promise<CurrentAlerts> {
  const alerts = opened(portal) ?? (await current(portal.id).catch(() => NOT_KEPT));
  if (alerts.changesAt) pageExpires(alerts.changesAt);
  return alerts;
}
