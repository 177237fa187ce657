import type { CurrentAlerts } from "@archipel/contracts/alerts.ts";
import { createBriefCache } from "../../api/brief-cache.ts";
import { publicCore } from "../../api/core.ts";

/** The same for every visitor, at most five seconds old. */
const current = createBriefCache((portalId) => publicCore.alerts.current.query({ portalId }), { freshMs: 5_000, capacity: 2_000 });
const NOT_KEPT: CurrentAlerts = { checkedAt: null, inForce: [] };

/** The alerts in force. Without core-api's answer nothing is said of alerts: "none" might be false. */
export function currentAlerts(portalId: string): Promise<CurrentAlerts> {
  return current(portalId).catch(() => NOT_KEPT);
}
