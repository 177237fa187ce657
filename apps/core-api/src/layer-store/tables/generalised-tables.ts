import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { generalisedSuffix } from "./generalise.ts";
import { tableRef } from "./layer-table.ts";

/** The numbers in the names of a layer's tables, after this prefix of their suffix. */
async function numbersOf(sql: SqlSession, tableName: string, prefix: string): Promise<number[]> {
  const rows = await sql.query<{ number: number }>(
    `SELECT substr(relname, length($1) + 1)::integer AS number FROM pg_class
     WHERE relnamespace = 'layers'::regnamespace AND relkind = 'r' AND relname ~ ('^' || $1 || '[0-9]+$') ORDER BY 1`,
    [tableName + prefix],
  );
  return rows.map((row) => row.number);
}

/** The zooms with a generalised table that tiles read. */
export function generalisedZooms(sql: SqlSession, tableName: string): Promise<number[]> {
  return numbersOf(sql, tableName, generalisedSuffix(0).slice(0, -1));
}

/** Drops a layer's tables whose suffix is `prefix` and a number. */
export async function dropTables(sql: SqlSession, tableName: string, prefix: string): Promise<void> {
  for (const number of await numbersOf(sql, tableName, prefix)) await sql.script(`DROP TABLE ${tableRef(tableName, prefix + number)}`);
}

/** Replaces the current tables by `<prefix><zoom>`; readers wait only a moment. */
export async function replaceGeneralised(sql: SqlSession, tableName: string, prefix: string, zooms: readonly number[]): Promise<void> {
  await dropTables(sql, tableName, generalisedSuffix(0).slice(0, -1));
  for (const zoom of zooms) {
    const name = quoteIdentifier(tableName + generalisedSuffix(zoom));
    await sql.script(`ALTER TABLE ${tableRef(tableName, prefix + zoom)} RENAME TO ${name}`);
  }
}
