import type { AlertList, AlertPage, CurrentAlerts, PublicAlert } from "@archipel/contracts/alerts.ts";
import type { AskedPlace } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { notFound } from "next/navigation";
import { cache } from "react";
import { createBriefCache } from "../../api/brief-cache.ts";
import { publicCore } from "../../api/core.ts";

/** The same for every visitor, at most five seconds old. */
const current = createBriefCache((portalId) => publicCore.alerts.current.query({ portalId }), { freshMs: 5_000, capacity: 2_000 });
const NOT_KEPT: CurrentAlerts = { checkedAt: null, inForce: [] };

/** The alerts in force. Without core-api's answer nothing is said of alerts: "none" might be false. */
export function currentAlerts(portalId: string): Promise<CurrentAlerts> {
  return current(portalId).catch(() => NOT_KEPT);
}

/** The page of alerts; not found where nobody keeps alerts. */
export const alertsOf = cache(async (portalId: string, offset: number): Promise<AlertList> => {
  const list = await publicCore.alerts.list.query({ portalId, offset });
  return list.checkedAt === null ? notFound() : list;
});

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const alertOf = cache(async (portalId: string, alertId: string): Promise<AlertPage> => {
  const found = ID.test(alertId) ? await publicCore.alerts.read.query({ portalId, alertId }) : null;
  return found ?? notFound();
});

/** The alerts in force at a place. The answer is shown without them when core-api cannot say. */
export function alertsHere(portalId: string, place: AskedPlace, locale: Locale): Promise<readonly PublicAlert[]> {
  return publicCore.alerts.here.query({ portalId, place, locale }).catch(() => []);
}
