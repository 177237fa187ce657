import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import {
  countAlerted,
  countPortalFollowers,
  type PlaceFollower,
  placeFollowers,
  portalGuests,
  portalPeople,
} from "../queries/portal-followers.ts";

type Kind = "news" | "alerts";

/** The people who follow the news or the alerts of a portal, by the language in which they read. */
export async function portalFollowers(
  sql: SqlSession,
  portalId: string,
  kind: Kind,
): Promise<{ people: { personId: string; locale: Locale }[]; guests: { followId: string; email: string; locale: Locale }[] }> {
  return { people: await portalPeople(sql, portalId, kind), guests: await portalGuests(sql, portalId, kind) };
}

/** How many mails a news item or an alert leads to. */
export function countFollowers(core: Core, portalId: string, kind: Kind): Promise<number> {
  return core.database.sqlAs({ role: "system" }, (sql) => countPortalFollowers(sql, portalId, kind));
}

/** The people who follow a place of a portal within an area (hexadecimal EWKB); null: each place of the portal. */
export function followersOfPlaces(sql: SqlSession, portalId: string, area: string | null): Promise<PlaceFollower[]> {
  return placeFollowers(sql, portalId, area);
}

/** How many people follow the alerts of a portal, or a place of it within an area: each once. */
export function countAlertFollowers(core: Core, portalId: string, area: string | null): Promise<number> {
  return core.database.sqlAs({ role: "system" }, (sql) => countAlerted(sql, portalId, area));
}
