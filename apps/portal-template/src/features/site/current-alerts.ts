import type { CurrentAlerts } from "@archipel/contracts/alerts.ts";
import { createBriefCache } from "../../api/brief-cache.ts";
import { publicCore } from "../../api/public-core.ts";
import { pageExpires } from "../../runtime/drawing.ts";

/** The same for every visitor, until one begins or ends. */
const current = createBriefCache((portalId) => publicCore.alerts.current.query({ portalId }), {
  freshMs: 5_000,
  capacity: 2_000,
  until: ({ changesAt }) => changesAt,
});
const NOT_KEPT: CurrentAlerts = { checkedAt: null, inForce: [], changesAt: null };

/** The alerts in force. Without core-api's answer nothing is said of alerts: "none" might be false. */
export async function currentAlerts(portalId: string): Promise<CurrentAlerts> {
  const alerts = await current(portalId).catch(() => NOT_KEPT);
  if (alerts.changesAt) pageExpires(alerts.changesAt);
  return alerts;
}
