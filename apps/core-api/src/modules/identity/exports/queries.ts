import type { Tx } from "@archipel/database/database.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { ADDRESS_SECTIONS, PERSON_COLUMNS, PERSON_LISTS, partsOf, SECRETS } from "../erasure/policy.ts";

/** Rows of one section at most; the read-me says when there are more. */
export const MOST_ROWS = 20_000;

export interface Section {
  name: string;
  rows: Record<string, unknown>[];
}

/** What the platform holds about a person, by section. Sections without rows are left out. */
export async function sectionsOf(sql: SqlSession, userId: string): Promise<Section[]> {
  const sections: Section[] = [
    {
      name: "profile",
      rows: await rowsOf(sql, "SELECT to_jsonb(u.*) - $2::text[] AS row FROM users u WHERE id = $1::uuid", [userId, SECRETS]),
    },
    { name: "sessions", rows: await rowsOf(sql, SESSIONS, [userId]) },
    { name: "account-journal", rows: await rowsOf(sql, ACCOUNT_JOURNAL, [userId]) },
  ];
  const isOwn = (column: string) => `t.${column} = $1::uuid`;
  const isListed = (column: string) => `$1::uuid = ANY (t.${column})`;
  const isAddressed = (column: string) => `lower(t.${column}) = (SELECT lower(email) FROM users WHERE id = $1::uuid)`;
  for (const [rules, where] of [
    [PERSON_COLUMNS, isOwn] as const,
    [PERSON_LISTS, isListed] as const,
    [ADDRESS_SECTIONS, isAddressed] as const,
  ]) {
    for (const rule of rules) {
      if (rule.section === null) continue;
      const { table, name } = partsOf(rule);
      const json = rule.only
        ? "(SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(to_jsonb(t.*)) e WHERE e.key = ANY ($2::text[]))"
        : "to_jsonb(t.*) - $2::text[]";
      const rows = await rowsOf(
        sql,
        `SELECT ${json} AS row FROM ${quoteIdentifier(table)} t WHERE ${where(quoteIdentifier(name))} LIMIT ${MOST_ROWS}`,
        [userId, rule.only ?? SECRETS],
      );
      sections.push({ name: rule.section, rows });
    }
  }
  return sections.filter(({ rows }) => rows.length > 0);
}

async function rowsOf(sql: SqlSession, query: string, params: unknown[]): Promise<Section["rows"]> {
  return (await sql.query<{ row: Record<string, unknown> }>(query, params)).map(({ row }) => row);
}

/** Sessions at the hub, without their secrets. */
const SESSIONS = `SELECT jsonb_build_object('started_at', to_timestamp((payload ->> 'iat')::bigint), 'expires_at', expires_at,
    'sites', ARRAY(SELECT jsonb_object_keys(coalesce(payload -> 'authorizations', '{}')))) AS row
  FROM oidc_payloads WHERE model = 'Session' AND payload ->> 'accountId' = $1 LIMIT ${MOST_ROWS}`;

/** Failed sign-ins and other lines about the account, which others caused. */
const ACCOUNT_JOURNAL = `SELECT jsonb_build_object('action', action, 'network', summary ->> 'network', 'created_at', created_at) AS row
  FROM audit_entries WHERE community_id IS NULL AND resource_type = 'user' AND resource_id = $1 ORDER BY created_at DESC LIMIT ${MOST_ROWS}`;

export function latestExport(tx: Tx, userId: string) {
  return tx.accountExport.findFirst({ where: { userId }, orderBy: { createdAt: "desc" }, omit: { archive: true } });
}

/** The archive of a person while it may be downloaded. */
export function readyArchive(tx: Tx, userId: string, exportId: string) {
  return tx.accountExport.findFirst({ where: { id: exportId, userId, status: "ready", expiresAt: { gt: new Date() } } });
}

export interface WaitingExport {
  id: string;
  clientId: string;
  attempts: number;
  userId: string;
  name: string;
  email: string;
  locale: string;
}

/** The oldest waiting export, locked; other processes take the next. */
export async function takeWaiting(sql: SqlSession): Promise<WaitingExport | null> {
  const [row] = await sql.query<WaitingExport>(
    `SELECT e.id, e.client_id AS "clientId", e.attempts, u.id AS "userId", u.name, u.email, u.locale
     FROM account_exports e JOIN users u ON u.id = e.user_id
     WHERE e.status = 'waiting' ORDER BY e.created_at LIMIT 1 FOR UPDATE OF e SKIP LOCKED`,
  );
  return row ?? null;
}

/** Stores a finished archive. */
export async function storeArchive(sql: SqlSession, id: string, archive: Buffer, expiresAt: Date): Promise<void> {
  await sql.query(
    `UPDATE account_exports SET status = 'ready', archive = decode($2, 'base64'), ready_at = now(), expires_at = $3::timestamptz
     WHERE id = $1::uuid`,
    [id, archive.toString("base64"), expiresAt.toISOString()],
  );
}

/** Counts an attempt that failed: it is made again, or given up. */
export async function failAttempt(tx: Tx, id: string, mostAttempts: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE account_exports SET attempts = attempts + 1, status = CASE WHEN attempts + 1 >= ${mostAttempts} THEN 'failed' ELSE 'waiting' END
    WHERE id = ${id}::uuid AND status = 'waiting'`;
}

/** Deletes archives that have expired. */
export async function deleteExpiredArchives(tx: Tx): Promise<number> {
  return tx.$executeRaw`DELETE FROM account_exports WHERE expires_at < now() OR created_at < now() - interval '30 days'`;
}
