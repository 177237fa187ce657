import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { PERSON_COLUMNS, partsOf, SECRETS } from "../erasure/policy.ts";

/** Rows of one section at most; the read-me says when there are more. */
export const MOST_ROWS = 20_000;

export interface Section {
  name: string;
  rows: Record<string, unknown>[];
}

/** What the platform holds about a person, by section. Sections without rows are left out. */
export async function sectionsOf(tx: Tx, userId: string): Promise<Section[]> {
  const sections: Section[] = [await profile(tx, userId), await sessions(tx, userId), await accountJournal(tx, userId)];
  for (const rule of PERSON_COLUMNS) {
    if (rule.section === null) continue;
    const { table, name } = partsOf(rule);
    const json = rule.only
      ? Prisma.sql`(SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(to_jsonb(t)) e WHERE e.key = ANY (${[...rule.only]}))`
      : Prisma.sql`to_jsonb(t) - ${[...SECRETS]}::text[]`;
    const rows = await tx.$queryRaw<{ row: Record<string, unknown> }[]>`
      SELECT ${json} AS row FROM ${Prisma.raw(`"${table}"`)} t WHERE t.${Prisma.raw(`"${name}"`)} = ${userId}::uuid LIMIT ${MOST_ROWS}`;
    sections.push({ name: rule.section, rows: rows.map(({ row }) => row) });
  }
  return sections.filter(({ rows }) => rows.length > 0);
}

async function profile(tx: Tx, userId: string): Promise<Section> {
  const rows = await tx.$queryRaw<{ row: Record<string, unknown> }[]>`
    SELECT to_jsonb(u) - ${[...SECRETS]}::text[] AS row FROM users u WHERE id = ${userId}::uuid`;
  return { name: "profile", rows: rows.map(({ row }) => row) };
}

/** Sessions at the hub, without their secrets. */
async function sessions(tx: Tx, userId: string): Promise<Section> {
  const rows = await tx.$queryRaw<Record<string, unknown>[]>`
    SELECT to_timestamp((payload ->> 'iat')::bigint) AS started_at, expires_at,
      ARRAY(SELECT jsonb_object_keys(coalesce(payload -> 'authorizations', '{}'))) AS sites
    FROM oidc_payloads WHERE model = 'Session' AND payload ->> 'accountId' = ${userId} LIMIT ${MOST_ROWS}`;
  return { name: "sessions", rows };
}

/** Failed sign-ins and other lines about the account, which others caused. */
async function accountJournal(tx: Tx, userId: string): Promise<Section> {
  const rows = await tx.$queryRaw<Record<string, unknown>[]>`
    SELECT action, summary ->> 'network' AS network, created_at FROM audit_entries
    WHERE community_id IS NULL AND resource_type = 'user' AND resource_id = ${userId} ORDER BY created_at DESC LIMIT ${MOST_ROWS}`;
  return { name: "account-journal", rows };
}

export function latestExport(tx: Tx, userId: string) {
  return tx.accountExport.findFirst({ where: { userId }, orderBy: { createdAt: "desc" }, omit: { archive: true } });
}

/** The archive of a person while it may be downloaded. */
export function readyArchive(tx: Tx, userId: string, exportId: string) {
  return tx.accountExport.findFirst({ where: { id: exportId, userId, status: "ready", expiresAt: { gt: new Date() } } });
}

/** The oldest waiting export, locked; other processes take the next. */
export async function takeWaiting(tx: Tx) {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM account_exports WHERE status = 'waiting' ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return row ? tx.accountExport.findUnique({ where: { id: row.id }, omit: { archive: true }, include: { user: true } }) : null;
}

/** Deletes archives that have expired. */
export async function deleteExpiredArchives(tx: Tx): Promise<number> {
  return tx.$executeRaw`DELETE FROM account_exports WHERE expires_at < now() OR created_at < now() - interval '30 days'`;
}
