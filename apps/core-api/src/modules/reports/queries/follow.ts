import type { SqlSession } from "@archipel/database/sql-session.ts";

/** For the rest of the transaction, row-level security also shows the report that is followed with this secret's hash. */
export async function setFollowHash(sql: SqlSession, hash: string): Promise<void> {
  await sql.query("SELECT set_config('archipel.follow_hash', $1, true)", [hash]);
}
