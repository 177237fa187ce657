import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { columnsOfTables, foreignKeys, objectPaths } from "../belonging/queries.ts";

/** The tables with rows of communities, each before those that it refers to, so that it can be emptied. */
export async function tablesToEmpty(sql: SqlSession): Promise<string[]> {
  const columns = await columnsOfTables(sql);
  const references = await foreignKeys(sql);
  const waiting = new Set([...columns].flatMap(([name, all]) => (all.some((one) => one.name === "community_id") ? [name] : [])));
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter((name) =>
      references.every((one) => one.target !== name || one.isDeferrable || one.table === name || !waiting.has(one.table)),
    );
    if (ready.length === 0) throw new Error(`tables that refer to each other: ${[...waiting].join(", ")}`);
    for (const name of ready) {
      ordered.push(name);
      waiting.delete(name);
    }
  }
  return ordered;
}

/** In the scope of the community that goes: row-level security limits each statement to its rows. @returns the number of deleted rows */
export async function emptyTable(sql: SqlSession, table: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `WITH gone AS (DELETE FROM public.${quoteIdentifier(table)} RETURNING 1) SELECT count(*)::integer AS count FROM gone`,
  );
  return row?.count ?? 0;
}

/** The stored objects that rows of the community name. */
export async function objectsOfCommunity(sql: SqlSession): Promise<string[]> {
  const keys = new Set<string>();
  for (const [table, paths] of await objectPaths(sql)) {
    const [owned] = await sql.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('public.' || quote_ident($1)) AND attname = 'community_id') AS found`,
      [table],
    );
    if (!owned?.found) continue;
    const rows = await sql.query<{ key: string }>(
      `SELECT DISTINCT k AS key FROM public.${quoteIdentifier(table)} t, app.object_keys(to_jsonb(t.*), $1::text[]) k`,
      [paths],
    );
    // A text that is no key names nothing that could be deleted.
    for (const { key } of rows) if (/^sha256\/[0-9a-f]{64}$/.test(key)) keys.add(key);
  }
  return [...keys];
}

/** The tables of layers that the community owns, also those whose layer has no row any more. */
export function layerTables(sql: SqlSession, communityId: string): Promise<{ tableName: string }[]> {
  return sql.query(
    `SELECT c.relname AS "tableName" FROM pg_class c WHERE c.relnamespace = 'layers'::regnamespace AND c.relkind = 'r'
       AND c.relname ~ '^l_[0-9a-f]{32}$' AND obj_description(c.oid, 'pg_class') = 'community ' || $1`,
    [communityId],
  );
}
