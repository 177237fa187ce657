import type { SqlSession } from "@archipel/database/sql-session.ts";
import { DAYS, IS_NAMED_NOWHERE, IS_UNCONFIRMED } from "./policy.ts";

/** Rows that one run changes at most; more wait for the next hour. */
export const MOST_ROWS = 10_000;

type Sweep = (sql: SqlSession, most: number) => Promise<number>;

/** Deletes rows `t` of a table that meet a condition, at most so many. */
async function deleteSome(sql: SqlSession, table: string, where: string, days: number, most: number): Promise<number> {
  const rows = await sql.query(
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
       SELECT t.ctid FROM ${table} t WHERE ${where} < now() - make_interval(days => $1::integer) LIMIT $2::integer FOR UPDATE SKIP LOCKED))
     RETURNING 1`,
    [days, most],
  );
  return rows.length;
}

export const deleteInvitations: Sweep = async (sql, most) =>
  (await deleteSome(sql, "invitations", "t.expires_at", DAYS.invitations, most)) +
  (await deleteSome(sql, "group_invitations", "t.expires_at", DAYS.invitations, most)) +
  (await deleteSome(sql, "organisation_invitations", "t.expires_at", DAYS.invitations, most));

export const deleteDecidedRequests: Sweep = async (sql, most) => {
  const decided = "t.status <> 'open' AND coalesce(t.decided_at, t.created_at)";
  return (
    (await deleteSome(sql, "member_requests", decided, DAYS.requests, most)) +
    (await deleteSome(sql, "access_requests", decided, DAYS.requests, most))
  );
};

/** Only ended agreements have an end. */
export const deleteEndedAgreements: Sweep = (sql, most) => deleteSome(sql, "organisation_agreements", "t.ended_at", DAYS.agreements, most);

export const deleteNotices: Sweep = async (sql, most) =>
  (await deleteSome(sql, "notices", "t.created_at", DAYS.notices, most)) +
  (await deleteSome(sql, "notices", "t.person_id IS NULL AND t.created_at", DAYS.guestNotices, most));

export const deleteMails: Sweep = (sql, most) => deleteSome(sql, "mails", "t.created_at", DAYS.mails, most);

export const deletePreviews: Sweep = (sql, most) => deleteSome(sql, "site_page_previews", "t.expires_at", DAYS.previews, most);

export const deleteEndedKeys: Sweep = (sql, most) => deleteSome(sql, "api_keys", "t.expires_at", DAYS.keys, most);

/** Deletes imports of edits that nobody took over, and the names of their files in the list of jobs. */
export const deleteEditImports: Sweep = async (sql, most) => {
  const rows = await sql.query<{ id: string }>(
    `DELETE FROM edit_imports WHERE id IN (
       SELECT t.id FROM edit_imports t WHERE t.taken_at IS NULL AND t.created_at < now() - make_interval(days => $1::integer)
       LIMIT $2::integer FOR UPDATE SKIP LOCKED) RETURNING id`,
    [DAYS.editImports, most],
  );
  const ids = rows.map(({ id }) => id);
  await sql.query(
    `UPDATE jobs SET subject = NULL, status = CASE WHEN finished_at IS NULL THEN 'aborted' ELSE status END, finished_at = coalesce(finished_at, now())
     WHERE subject_id = ANY ($1::uuid[])`,
    [ids],
  );
  return rows.length;
};

/** Deletes accounts that were signed up for and never confirmed. Few are candidates, so only they are looked for in other tables. */
export const deleteUnconfirmed: Sweep = async (sql, most) => {
  const candidates = await sql.query<{ id: string }>(
    `SELECT t.id FROM users t WHERE ${IS_UNCONFIRMED} AND t.created_at < now() - make_interval(days => $1::integer)
       AND NOT EXISTS (SELECT FROM memberships m WHERE m.user_id = t.id)
     LIMIT $2::integer FOR UPDATE SKIP LOCKED`,
    [DAYS.unconfirmed, most],
  );
  if (candidates.length === 0) return 0;
  const rows = await sql.query(`DELETE FROM users t WHERE t.id = ANY ($1::uuid[]) AND ${IS_NAMED_NOWHERE} RETURNING 1`, [
    candidates.map(({ id }) => id),
  ]);
  return rows.length;
};

/** Takes networks out of entries that name a person too; `forgetExpired` deletes those without one. */
export const forgetOldNetworks: Sweep = async (sql, most) => {
  const rows = await sql.query(
    `UPDATE audit_entries SET summary = summary - 'network' WHERE id IN (
       SELECT id FROM audit_entries WHERE summary ? 'network' AND created_at < now() - make_interval(days => $1::integer)
       LIMIT $2::integer FOR UPDATE SKIP LOCKED) RETURNING 1`,
    [DAYS.networks, most],
  );
  return rows.length;
};

/** Empties the addresses of reporters without an account, of reports that were closed long ago. */
export const forgetReporters: Sweep = async (sql, most) => {
  const rows = await sql.query(
    `UPDATE reports SET author_email = NULL WHERE id IN (
       SELECT id FROM reports WHERE author_email IS NOT NULL AND closed_at < now() - make_interval(days => $1::integer)
       LIMIT $2::integer FOR UPDATE SKIP LOCKED) RETURNING 1`,
    [DAYS.reporters, most],
  );
  return rows.length;
};
