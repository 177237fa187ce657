import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** An alert with its draft, as its managers have it. */
export interface AlertRow {
  id: string;
  portalId: string;
  status: string;
  draft: unknown;
  /** What everyone reads; null: nothing yet. */
  content: unknown;
  startsAt: Date | null;
  endsAt: Date | null;
  revision: number;
  publishedRevisionId: string | null;
  updatedAt: Date;
  updatedBy: string | null;
}

const columns = Prisma.sql`a.id, a.portal_id AS "portalId", a.status, a.draft, r.content, r.starts_at AS "startsAt", r.ends_at AS "endsAt",
  a.revision, a.published_revision_id AS "publishedRevisionId", a.updated_at AS "updatedAt",
  (SELECT u.name FROM users u WHERE u.id = a.updated_by_id) AS "updatedBy"`;

export function alertRows(tx: Tx, community: CommunityId, portalId: string, limit: number): Promise<AlertRow[]> {
  return tx.$queryRaw<AlertRow[]>`
    SELECT ${columns} FROM alerts a LEFT JOIN alert_revisions r ON r.id = a.published_revision_id
    WHERE a.community_id = ${community}::uuid AND a.portal_id = ${portalId}::uuid
    ORDER BY coalesce(r.starts_at, a.created_at) DESC, a.id LIMIT ${limit}`;
}

export async function alertRow(tx: Tx, community: CommunityId, alertId: string): Promise<AlertRow | undefined> {
  const rows = await tx.$queryRaw<AlertRow[]>`
    SELECT ${columns} FROM alerts a LEFT JOIN alert_revisions r ON r.id = a.published_revision_id
    WHERE a.community_id = ${community}::uuid AND a.id = ${alertId}::uuid`;
  return rows[0];
}

/** The same, locked: two changes of an alert wait for each other, and the second sees what the first did. */
export async function lockAlert(tx: Tx, community: CommunityId, alertId: string): Promise<AlertRow | undefined> {
  await tx.$queryRaw`SELECT id FROM alerts WHERE id = ${alertId}::uuid AND community_id = ${community}::uuid FOR UPDATE`;
  return alertRow(tx, community, alertId);
}

interface NewRevision {
  id: string;
  communityId: string;
  alertId: string;
  kind: string;
  content: unknown;
  /** Hexadecimal EWKB (EPSG:4326); null: the whole portal. */
  area: string | null;
  startsAt: Date;
  endsAt: Date | null;
  note: string;
  authorId: string;
  publishedAt: Date;
  isSent: boolean;
}

export async function insertRevision(tx: Tx, revision: NewRevision): Promise<void> {
  const { id, communityId, alertId, kind, content, area, startsAt, endsAt, note, authorId, publishedAt, isSent } = revision;
  await tx.$executeRaw`
    INSERT INTO alert_revisions (id, community_id, alert_id, number, kind, content, area, starts_at, ends_at, note, author_id, published_at, is_sent, begun_at)
    SELECT ${id}::uuid, ${communityId}::uuid, ${alertId}::uuid,
      coalesce((SELECT max(number) FROM alert_revisions WHERE alert_id = ${alertId}::uuid), 0) + 1, ${kind}, ${JSON.stringify(content)}::jsonb,
      ${area}::text::geometry, ${startsAt}, ${endsAt}, ${note}, ${authorId}::uuid, ${publishedAt}, ${isSent},
      CASE WHEN ${startsAt} <= ${publishedAt} OR ${kind} IN ('end', 'cancellation') THEN ${publishedAt}::timestamptz END`;
}

/** The area of a revision as hexadecimal EWKB; null: the whole portal. */
export async function areaOfRevision(tx: Tx, revisionId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ area: string | null }[]>`SELECT area::text AS area FROM alert_revisions WHERE id = ${revisionId}::uuid`;
  return rows[0]?.area ?? null;
}

/** A drawn area as a valid MultiPolygon; null when it is not one: it crosses itself, or has no surface. */
export async function drawnArea(sql: SqlSession, geometry: object): Promise<string | null> {
  const [row] = await sql.query<{ area: string | null }>(
    `SELECT CASE WHEN ST_IsValid(g) AND ST_Area(g) > 0 THEN ST_Multi(g)::text END AS area
     FROM (SELECT ST_SetSRID(ST_Force2D(ST_GeomFromGeoJSON($1)), 4326) AS g) s`,
    [JSON.stringify(geometry)],
  );
  return row?.area ?? null;
}

export interface SendingRow {
  number: number;
  kind: string;
  publishedAt: Date;
  note: string;
  author: string | null;
  isSent: boolean;
  isAwaited: boolean;
  reached: number;
  mailed: number;
  waiting: number;
}

/** The revisions of an alert, the last first, with the notices of each. In the system scope: notices are their people's own. */
export function sendingRows(sql: SqlSession, alertId: string): Promise<SendingRow[]> {
  return sql.query<SendingRow>(
    `SELECT r.number, r.kind, r.published_at AS "publishedAt", r.note, r.is_sent AS "isSent",
       r.is_sent AND r.begun_at IS NULL AND r.sent_at IS NULL AND a.published_revision_id = r.id AS "isAwaited",
       (SELECT u.name FROM users u WHERE u.id = r.author_id) AS author,
       count(n.id)::integer AS reached, count(n.mailed_at)::integer AS mailed, count(n.mail_due_at)::integer AS waiting
     FROM alert_revisions r JOIN alerts a ON a.id = r.alert_id
       LEFT JOIN notices n ON n.subject_type = 'alert' AND n.subject_id = r.id
     WHERE r.alert_id = $1::uuid GROUP BY r.id, a.id ORDER BY r.number DESC`,
    [alertId],
  );
}

interface SentRow {
  communityId: CommunityId;
  portalId: string;
  alertId: string;
  kind: string;
  content: unknown;
  area: string | null;
  startsAt: Date;
  endsAt: Date | null;
  note: string;
  authorId: string | null;
  locales: string[];
  isKnown: boolean;
}

/** An earlier revision of the alert of revision `r` was sent: its followers know of it. */
const IS_KNOWN = "EXISTS (SELECT FROM alert_revisions e WHERE e.alert_id = r.alert_id AND e.number < r.number AND e.sent_at IS NOT NULL)";

/**
 * Marks a revision as sent, once; undefined when it already was, or is not to be sent, or its portal is not live. Of an alert that is planned,
 * followers hear when it begins; and nothing of its end when it never began. `isKnown`: they heard of an earlier revision.
 */
export async function takeToSend(sql: SqlSession, revisionId: string): Promise<SentRow | undefined> {
  const [row] = await sql.query<SentRow>(
    `UPDATE alert_revisions r SET sent_at = now() FROM alerts a, portals p
     WHERE r.id = $1::uuid AND r.is_sent AND r.sent_at IS NULL AND a.id = r.alert_id AND p.id = a.portal_id AND p.status = 'live'
       AND (${IS_KNOWN} OR (r.begun_at IS NOT NULL AND r.starts_at <= r.begun_at))
     RETURNING r.community_id AS "communityId", a.portal_id AS "portalId", a.id AS "alertId", r.kind, r.content, r.area::text AS area,
       r.starts_at AS "startsAt", r.ends_at AS "endsAt", r.note, r.author_id AS "authorId", p.locales, ${IS_KNOWN} AS "isKnown"`,
    [revisionId],
  );
  return row;
}

export interface BegunRow {
  id: string;
  communityId: CommunityId;
  alertId: string;
  portalId: string;
}

/**
 * Notes that the published revisions of planned alerts have begun. One that was over before anybody could be notified is left. Another process
 * takes other rows at the same time.
 */
export function takeBegun(tx: Tx, now: Date, limit: number): Promise<BegunRow[]> {
  return tx.$queryRaw<BegunRow[]>`
    UPDATE alert_revisions r SET begun_at = ${now} FROM alerts a
    WHERE a.id = r.alert_id AND r.id IN (
      SELECT w.id FROM alert_revisions w JOIN alerts o ON o.published_revision_id = w.id AND o.status = 'published'
        JOIN portals p ON p.id = o.portal_id AND p.status = 'live' JOIN portal_alerts k ON k.portal_id = p.id AND k.is_kept
      WHERE w.begun_at IS NULL AND w.starts_at <= ${now} AND (w.ends_at IS NULL OR w.ends_at > ${now})
      ORDER BY w.starts_at LIMIT ${limit} FOR UPDATE OF w SKIP LOCKED)
    RETURNING r.id, r.community_id AS "communityId", a.id AS "alertId", a.portal_id AS "portalId"`;
}
