import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Who is reminded of a key of a community; null when it was revoked in the meantime. */
export async function keyParties(sql: SqlSession, keyId: string): Promise<{ name: string; managers: string[] } | null> {
  const [row] = await sql.query<{ name: string; managers: string[] }>(
    `SELECT k.name, ARRAY(SELECT m.user_id FROM memberships m
       WHERE m.community_id = k.community_id AND m.role = 'manager' AND m.status = 'active') AS managers
     FROM community_keys k WHERE k.id = $1::uuid AND k.revoked_at IS NULL`,
    [keyId],
  );
  return row ?? null;
}
