import type { SqlSession } from "@archipel/database/sql-session.ts";

interface GrantedLayer {
  tableName: string;
  srid: number;
  fields: unknown;
  revision: number;
}

/** The table of a layer that the scope shows, and its current revision. */
export async function grantedLayer(sql: SqlSession, layerId: string): Promise<GrantedLayer | undefined> {
  const [row] = await sql.query<GrantedLayer>(
    `SELECT table_name AS "tableName", srid, fields, revision FROM layers WHERE id = $1::uuid AND status = 'ready' AND kind = 'vector'`,
    [layerId],
  );
  return row;
}
