import type { KeyScope } from "@archipel/contracts/access.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface KeyHolder {
  userId: string;
  scope: KeyScope;
}

/** Whom a key speaks for, while it and the account live; its use is noted, to the minute. */
export async function useKey(sql: SqlSession, secretHash: string): Promise<KeyHolder | null> {
  const [row] = await sql.query<KeyHolder & { id: string; isNoted: boolean }>(
    `SELECT k.id, k.user_id AS "userId", k.scope,
       coalesce(k.last_used_at > now() - interval '1 minute', false) AS "isNoted"
     FROM api_keys k JOIN users u ON u.id = k.user_id
     WHERE k.secret_hash = $1 AND k.expires_at > now() AND u.status = 'active'`,
    [secretHash],
  );
  if (!row) return null;
  // Whoever finds the row held goes on: the other one notes the same minute.
  if (!row.isNoted) {
    await sql.query(
      "UPDATE api_keys SET last_used_at = now() WHERE id = (SELECT id FROM api_keys WHERE id = $1::uuid FOR UPDATE SKIP LOCKED)",
      [row.id],
    );
  }
  return { userId: row.userId, scope: row.scope };
}
