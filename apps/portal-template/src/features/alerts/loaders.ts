import type { AlertList, AlertPage, PublicAlert } from "@archipel/contracts/alerts.ts";
import type { AskedPlace } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { notFound } from "next/navigation";
import { cache } from "react";
import { coreForAll } from "../../api/core-for-all.ts";
import { pageExpires } from "../../runtime/drawing.ts";

/** The page of alerts; not found where nobody keeps alerts. */
export const alertsOf = cache(async (portalId: string, offset: number): Promise<AlertList> => {
  const list = await (await coreForAll()).alerts.list.query({ portalId, offset });
  if (list.changesAt) pageExpires(list.changesAt);
  return list.checkedAt === null ? notFound() : list;
});

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const alertOf = cache(async (portalId: string, alertId: string): Promise<AlertPage> => {
  const found = ID.test(alertId) ? await (await coreForAll()).alerts.read.query({ portalId, alertId }) : null;
  for (const at of [found?.startsAt, found?.endsAt]) if (at && at.getTime() > Date.now()) pageExpires(at);
  return found ?? notFound();
});

/** The alerts in force at a place. The answer is shown without them when core-api cannot say. */
export async function alertsHere(portalId: string, place: AskedPlace, locale: Locale): Promise<readonly PublicAlert[]> {
  return (await coreForAll()).alerts.here.query({ portalId, place, locale }).catch(() => []);
}
