import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Null when the community is gone. */
export async function communityName(sql: SqlSession, communityId: string): Promise<string | null> {
  const [row] = await sql.query<{ name: string }>("SELECT name FROM communities WHERE id = $1::uuid", [communityId]);
  return row?.name ?? null;
}
