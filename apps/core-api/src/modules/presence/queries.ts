import type { SqlSession } from "@archipel/database/sql-session.ts";

/** The caller's name as people of the same community see it. */
export async function nameOf(sql: SqlSession, userId: string): Promise<string | null> {
  const [row] = await sql.query<{ name: string }>("SELECT n.name FROM app.names_of(ARRAY[$1::uuid]) n", [userId]);
  return row?.name ?? null;
}
