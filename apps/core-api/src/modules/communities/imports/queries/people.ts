import type { SqlSession } from "@archipel/database/sql-session.ts";

/** The accounts of these addresses, in lower case. */
export function accountsOf(sql: SqlSession, emails: readonly string[]): Promise<{ id: string; email: string }[]> {
  return sql.query("SELECT id, lower(email) AS email FROM users WHERE lower(email) = ANY ($1::text[])", [emails]);
}

/** Which of these ids are accounts here. */
export async function accountsAmong(sql: SqlSession, ids: readonly string[]): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>("SELECT id FROM users WHERE id = ANY ($1::uuid[])", [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** Accounts that nobody has used: their persons choose a password by mail. */
export async function createAccounts(
  sql: SqlSession,
  people: readonly { id: string; email: string; name: string; locale: string; status: string }[],
): Promise<void> {
  await sql.query(
    `INSERT INTO users (id, email, name, locale, status)
     SELECT id, email, name, locale, status FROM jsonb_to_recordset($1::jsonb) AS p(id uuid, email text, name text, locale text, status text)`,
    [JSON.stringify(people)],
  );
}

/** Notes in the import's row the accounts that it makes, beside those of attempts that died. */
export async function noteAccounts(sql: SqlSession, importId: string, ids: readonly string[]): Promise<void> {
  await sql.query(
    `UPDATE community_imports SET choices = coalesce(choices, '{}') ||
       jsonb_build_object('accounts', coalesce(choices->'accounts', '[]') || to_jsonb($2::uuid[])) WHERE id = $1::uuid`,
    [importId, ids],
  );
}

/** The accounts that failed imports made and noted; they are noted no longer. */
export async function takeAbandonedAccounts(sql: SqlSession): Promise<string[]> {
  const rows = await sql.query<{ accounts: string[] }>(
    `WITH failed AS (SELECT id, choices->'accounts' AS accounts FROM community_imports WHERE status = 'failed' AND choices ? 'accounts' FOR UPDATE)
     UPDATE community_imports i SET choices = i.choices - 'accounts' FROM failed WHERE i.id = failed.id RETURNING failed.accounts`,
  );
  return rows.flatMap(({ accounts }) => accounts);
}

/** Deletes accounts that an import made and that are in no community. */
export async function deleteUnusedAccounts(sql: SqlSession, ids: readonly string[]): Promise<void> {
  await sql.query(
    `DELETE FROM users u WHERE u.id = ANY ($1::uuid[]) AND u.password_hash IS NULL AND NOT EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id)`,
    [ids],
  );
}
