import type { KeyService } from "@archipel/contracts/access.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface CountedUse {
  keyId: string;
  /** The owner of the key: a person, or a community. */
  userId: string | null;
  communityId: string | null;
  day: string;
  service: KeyService;
  calls: number;
}

/** Adds what one process counted. A key that is gone counts no more. */
export async function addUses(sql: SqlSession, uses: readonly CountedUse[]): Promise<void> {
  await sql.query(
    `INSERT INTO key_uses AS stored (key_id, user_id, community_id, day, service, calls)
     SELECT n.key_id, n.user_id, n.community_id, n.day, n.service, n.calls
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::text[], $6::int[]) AS n(key_id, user_id, community_id, day, service, calls)
     WHERE EXISTS (SELECT FROM api_keys k WHERE k.id = n.key_id) OR EXISTS (SELECT FROM community_keys k WHERE k.id = n.key_id)
     ON CONFLICT (key_id, day, service) DO UPDATE SET calls = stored.calls + excluded.calls`,
    [
      uses.map(({ keyId }) => keyId),
      uses.map(({ userId }) => userId),
      uses.map(({ communityId }) => communityId),
      uses.map(({ day }) => day),
      uses.map(({ service }) => service),
      uses.map(({ calls }) => calls),
    ],
  );
}

/** The counts of a key since a day that the caller may read. */
export function useRows(sql: SqlSession, keyId: string, from: string): Promise<{ day: string; service: KeyService; calls: number }[]> {
  return sql.query(`SELECT day::text, service, calls FROM key_uses WHERE key_id = $1::uuid AND day >= $2::date ORDER BY day, service`, [
    keyId,
    from,
  ]);
}

/** @returns the number of deleted rows, at most `limit` */
export async function deleteUses(sql: SqlSession, before: string, limit: number): Promise<number> {
  const rows = await sql.query(
    `DELETE FROM key_uses WHERE (key_id, day, service) IN (SELECT key_id, day, service FROM key_uses WHERE day < $1::date LIMIT $2) RETURNING 1`,
    [before, limit],
  );
  return rows.length;
}
