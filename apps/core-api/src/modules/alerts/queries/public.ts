import type { Bbox } from "@archipel/contracts/place.ts";
import type { Read, Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import type { RevisionRow } from "../policy.ts";

const columns = Prisma.sql`a.id, a.status, r.content, r.starts_at AS "startsAt", r.ends_at AS "endsAt",
  (SELECT min(f.published_at) FROM alert_revisions f WHERE f.alert_id = a.id) AS "publishedAt",
  (SELECT max(c.published_at) FROM alert_revisions c WHERE c.alert_id = a.id AND c.kind = 'correction') AS "correctedAt",
  (SELECT p.name FROM app.public_communities p WHERE p.id = a.community_id) AS "communityName"`;
/** Published alerts with what they say now. */
const published = Prisma.sql`FROM alerts a JOIN alert_revisions r ON r.id = a.published_revision_id
  JOIN portal_alerts k ON k.portal_id = a.portal_id AND k.is_kept`;
const inForce = (now: Date) => Prisma.sql`a.status = 'published' AND r.starts_at <= ${now} AND (r.ends_at IS NULL OR r.ends_at > ${now})`;
const planned = (now: Date) => Prisma.sql`a.status = 'published' AND r.starts_at > ${now} AND (r.ends_at IS NULL OR r.ends_at > ${now})`;

/** When the community last checked the alerts of a portal; no row: it does not keep them. */
const checkedSql = (portal: Prisma.Sql) =>
  Prisma.sql`SELECT k.checked_at AS "checkedAt" FROM portal_alerts k WHERE k.portal_id = ${portal} AND k.is_kept`;

const inForceSql = (portal: Prisma.Sql, now: Date) =>
  Prisma.sql`SELECT ${columns} ${published} WHERE a.portal_id = ${portal} AND ${inForce(now)}`;

/** When the next alert begins or ends; null: none does. */
const nextChangeSql = (portal: Prisma.Sql, now: Date) => Prisma.sql`
  SELECT min(moment.at) AS at ${published}, LATERAL (VALUES (r.starts_at), (r.ends_at)) AS moment (at)
  WHERE a.portal_id = ${portal} AND a.status = 'published' AND moment.at > ${now}`;

/** What is said of alerts on every page. */
export interface CurrentRows {
  readonly checked: readonly { checkedAt: Date }[];
  readonly inForce: readonly RevisionRow[];
  readonly next: readonly { at: Date | null }[];
}

/** @param portal the portal's id, as SQL */
export const currentReads = (portal: Prisma.Sql, now: Date) => ({
  checked: { sql: checkedSql(portal) } as Read<CurrentRows["checked"][number]>,
  inForce: { sql: inForceSql(portal, now) } as Read<RevisionRow>,
  next: { sql: nextChangeSql(portal, now) } as Read<CurrentRows["next"][number]>,
});

/** The same in a transaction of a visitor; most communities keep no alerts, and nothing more is asked then. */
export async function currentRows(tx: Tx, portalId: string, now: Date): Promise<CurrentRows> {
  const portal = Prisma.sql`${portalId}::uuid`;
  const checked = await tx.$queryRaw<{ checkedAt: Date }[]>(checkedSql(portal));
  if (checked.length === 0) return { checked, inForce: [], next: [] };
  return {
    checked,
    inForce: await tx.$queryRaw<RevisionRow[]>(inForceSql(portal, now)),
    next: await tx.$queryRaw<{ at: Date | null }[]>(nextChangeSql(portal, now)),
  };
}

export function plannedRows(tx: Tx, portalId: string, now: Date): Promise<RevisionRow[]> {
  return tx.$queryRaw<RevisionRow[]>`
    SELECT ${columns} ${published} WHERE a.portal_id = ${portalId}::uuid AND ${planned(now)} ORDER BY r.starts_at, a.id`;
}

/** Ended and cancelled ones, the latest first. */
export function pastRows(
  tx: Tx,
  portalId: string,
  { now, limit, offset }: { now: Date; limit: number; offset: number },
): Promise<(RevisionRow & { total: number })[]> {
  return tx.$queryRaw<(RevisionRow & { total: number })[]>`
    SELECT ${columns}, count(*) OVER ()::integer AS total ${published}
    WHERE a.portal_id = ${portalId}::uuid AND (a.status = 'cancelled' OR r.ends_at <= ${now})
    ORDER BY coalesce(r.ends_at, r.published_at) DESC, a.id LIMIT ${limit} OFFSET ${offset}`;
}

/** All of a portal, the latest revision first. */
export function latestRows(
  tx: Tx,
  portalId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<(RevisionRow & { total: number; revisedAt: Date; revisionId: string })[]> {
  return tx.$queryRaw`
    SELECT ${columns}, count(*) OVER ()::integer AS total, r.published_at AS "revisedAt", r.id AS "revisionId" ${published}
    WHERE a.portal_id = ${portalId}::uuid ORDER BY r.published_at DESC, a.id LIMIT ${limit} OFFSET ${offset}`;
}

export async function publicRow(tx: Tx, portalId: string, alertId: string): Promise<RevisionRow | undefined> {
  const rows = await tx.$queryRaw<RevisionRow[]>`
    SELECT ${columns} ${published} WHERE a.portal_id = ${portalId}::uuid AND a.id = ${alertId}::uuid`;
  return rows[0];
}

/** Alerts in force whose area holds or touches a shape (hexadecimal EWKB in any CRS). */
export function rowsAt(tx: Tx, portalId: string, shape: string, now: Date): Promise<RevisionRow[]> {
  return tx.$queryRaw<RevisionRow[]>`
    SELECT ${columns} ${published} WHERE a.portal_id = ${portalId}::uuid AND ${inForce(now)}
      AND (r.area IS NULL OR ST_Intersects(r.area, ST_Transform(ST_Force2D(${shape}::text::geometry), 4326)))`;
}

/** About ten metres: finer details of an area are not seen on its map. */
const DETAIL_DEGREES = 0.0001;

export interface AreaRow {
  id: string;
  geometry: { type: string; coordinates: unknown } | null;
  bbox: number[] | null;
}

/** The areas of published alerts, a little simplified; null: the whole portal. */
export function areaRows(tx: Tx, portalId: string, alertIds: readonly string[]): Promise<AreaRow[]> {
  return tx.$queryRaw<AreaRow[]>`
    SELECT a.id, ST_AsGeoJSON(ST_SimplifyPreserveTopology(r.area, ${DETAIL_DEGREES}), 5)::json AS geometry,
      CASE WHEN r.area IS NOT NULL THEN ARRAY[ST_XMin(r.area), ST_YMin(r.area), ST_XMax(r.area), ST_YMax(r.area)] END AS bbox
    ${published} WHERE a.portal_id = ${portalId}::uuid AND a.id = ANY (${[...alertIds]}::uuid[])`;
}

/** The box around the public data that a portal lists; null: it lists none. */
export async function territoryBbox(tx: Tx, portalId: string): Promise<Bbox | null> {
  const [row] = await tx.$queryRaw<{ bbox: number[] | null }[]>`
    SELECT ARRAY[min(l.bbox[1]), min(l.bbox[2]), max(l.bbox[3]), max(l.bbox[4])] AS bbox FROM portal_datasets pd
      JOIN datasets d ON d.id = pd.dataset_id AND d.status = 'published' AND d.visibility = 'public'
      JOIN layers l ON l.dataset_id = d.id AND l.status = 'ready' AND cardinality(l.bbox) = 4
    WHERE pd.portal_id = ${portalId}::uuid`;
  return row?.bbox?.every((edge) => edge !== null) ? bboxOf(row.bbox) : null;
}

export interface HistoryRow {
  id: string;
  number: number;
  kind: string;
  content: unknown;
  note: string;
  publishedAt: Date;
}

/** The revisions of an alert, from the first. */
export function historyRows(tx: Tx, alertId: string): Promise<HistoryRow[]> {
  return tx.$queryRaw<HistoryRow[]>`
    SELECT id, number, kind, content, note, published_at AS "publishedAt" FROM alert_revisions
    WHERE alert_id = ${alertId}::uuid ORDER BY number`;
}
