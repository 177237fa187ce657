import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

const SHOWN_JOBS = 10;
const SHOWN_HOSTS = 50;
const SHOWN_PORTALS = 2000;

export interface StateRow {
  version: string;
  bytes: number;
  waiting: number;
  running: number;
  oldestWaitingSeconds: number;
  failedLastDay: number;
  eventsRetried: number;
  mailsDue: number;
  mailsRetried: number;
  lastMailAt: Date | null;
  hostCount: number;
}

/** A statement that reads nothing: its time is that of the database's answer. */
export async function answerOnce(sql: SqlSession): Promise<void> {
  await sql.query("SELECT 1");
}

/** The figures of the platform's state, in one statement of short look-ups on indexes. */
export async function stateRow(sql: SqlSession): Promise<StateRow> {
  const [row] = await sql.query<StateRow>(
    `SELECT current_setting('server_version') AS version,
       pg_database_size(current_database())::float8 AS bytes,
       (SELECT count(*)::int FROM jobs WHERE status = 'waiting') AS waiting,
       (SELECT count(*)::int FROM jobs WHERE status = 'progress') AS running,
       (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM jobs WHERE status = 'waiting') AS "oldestWaitingSeconds",
       (SELECT count(*)::int FROM jobs WHERE status = 'failure' AND finished_at > now() - interval '1 day') AS "failedLastDay",
       (SELECT count(*)::int FROM outbox_retries) AS "eventsRetried",
       (SELECT count(*)::int FROM notices WHERE mail_due_at <= now() AND read_at IS NULL) AS "mailsDue",
       (SELECT count(*)::int FROM notices WHERE mail_due_at IS NOT NULL AND mail_attempts > 0 AND read_at IS NULL) AS "mailsRetried",
       (SELECT max(mailed_at) FROM notices WHERE mailed_at > now() - interval '30 days') AS "lastMailAt",
       (SELECT count(*)::int FROM portal_hosts h JOIN portals p ON p.id = h.portal_id WHERE p.status = 'live') AS "hostCount"`,
  );
  if (!row) throw new Error("the state of the platform returned no row");
  return row;
}

/** The latest migration. Only the login itself reads this table: run it outside the scopes. */
export async function latestMigration(sql: SqlSession): Promise<string> {
  const [row] = await sql.query<{ name: string | null }>("SELECT max(migration_name) AS name FROM _prisma_migrations");
  return row?.name ?? "";
}

export interface FailedJobRow {
  id: string;
  kind: string;
  subject: string | null;
  communityName: string;
  error: unknown;
  finishedAt: Date;
}

export function failedJobRows(sql: SqlSession): Promise<FailedJobRow[]> {
  return sql.query(
    `SELECT j.id, j.kind, j.subject, c.name AS "communityName", j.error, j.finished_at AS "finishedAt"
     FROM jobs j JOIN communities c ON c.id = j.community_id
     WHERE j.status = 'failure' AND j.finished_at IS NOT NULL ORDER BY j.id DESC LIMIT ${SHOWN_JOBS}`,
  );
}

export function hostRows(sql: SqlSession): Promise<{ host: string; portalName: string; communityName: string }[]> {
  return sql.query(
    `SELECT h.host, p.name AS "portalName", c.name AS "communityName" FROM portal_hosts h
     JOIN portals p ON p.id = h.portal_id AND p.status = 'live' JOIN communities c ON c.id = p.community_id
     ORDER BY h.host LIMIT ${SHOWN_HOSTS}`,
  );
}

/** All portals that are not in the bin, by community and name, each with the first of its hosts. */
export function portalRows(sql: SqlSession) {
  return sql.query<{ id: string; name: string; status: string; communityId: string; communityName: string; host: string | null }>(
    `SELECT p.id, p.name, p.status, c.id AS "communityId", c.name AS "communityName",
       (SELECT h.host FROM portal_hosts h WHERE h.portal_id = p.id ORDER BY h.host LIMIT 1) AS host
     FROM portals p JOIN communities c ON c.id = p.community_id
     WHERE p.erase_at IS NULL AND c.erase_at IS NULL ORDER BY lower(c.name), lower(p.name), p.id LIMIT ${SHOWN_PORTALS}`,
  );
}

/** The managers of each community. */
export async function managersOf(tx: Tx): Promise<Map<string, { name: string; email: string }[]>> {
  const rows = await tx.$queryRaw<{ communityId: string; name: string; email: string }[]>`
    SELECT m.community_id AS "communityId", u.name, u.email FROM memberships m JOIN users u ON u.id = m.user_id AND u.status = 'active'
    WHERE m.role = 'manager' AND m.status = 'active' ORDER BY lower(u.name), u.id`;
  const managers = new Map<string, { name: string; email: string }[]>();
  for (const { communityId, ...manager } of rows) managers.set(communityId, [...(managers.get(communityId) ?? []), manager]);
  return managers;
}

/** Open invitations of first managers, of communities that nobody manages. */
export async function firstInvitations(tx: Tx) {
  const rows = await tx.$queryRaw<{ communityId: string; id: string; email: string; expiresAt: Date }[]>`
    SELECT DISTINCT ON (i.community_id) i.community_id AS "communityId", i.id, i.email, i.expires_at AS "expiresAt" FROM invitations i
    WHERE i.role = 'manager' AND NOT EXISTS (
      SELECT FROM memberships m JOIN users u ON u.id = m.user_id AND u.status = 'active'
      WHERE m.community_id = i.community_id AND m.role = 'manager' AND m.status = 'active')
    ORDER BY i.community_id, i.created_at DESC`;
  return new Map(rows.map(({ communityId, ...invitation }) => [communityId, invitation]));
}
