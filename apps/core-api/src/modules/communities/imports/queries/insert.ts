import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { TABLES } from "../../belonging/policy.ts";
import type { Column, MovedTable } from "../../belonging/queries.ts";

/** Rows of JSON become rows of the table: the database checks each type. `$1`: an array of rows; `$2`: new ids of persons by old ones. */
const ROWS = (table: string) => `FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS x(r, n),
  LATERAL jsonb_populate_record(NULL::public.${quoteIdentifier(table)}, x.r) AS p WHERE $2::jsonb IS NOT NULL`;

export interface Arriving {
  table: MovedTable;
  /** The columns that the file has. */
  columns: ReadonlySet<string>;
  people: readonly string[];
}

/** Inserts a batch. References to rows of the same table are written later (`finishSql`). */
export function insertSql({ table, columns, people }: Arriving): string {
  const filled = TABLES[table.name]?.filled ?? {};
  const arriving = table.columns.filter(({ name }) => columns.has(name));
  const names = [...arriving.map(({ name }) => name), ...Object.keys(filled)].map(quoteIdentifier).join(", ");
  const values = [...arriving.map((column) => columnValue(column, people, table)), ...Object.values(filled)].join(", ");
  return `INSERT INTO public.${quoteIdentifier(table.name)} (${names}) SELECT ${values} ${ROWS(table.name)} ORDER BY x.n`;
}

function columnValue({ name, type, isRequired }: Column, people: readonly string[], { selfReferences }: MovedTable): string {
  const column = `p.${quoteIdentifier(name)}`;
  const key = `'${name}'`;
  if (selfReferences.includes(name)) return "NULL";
  if (people.includes(name)) return personIn(column, type);
  // A JSON null and no value are the same text in a row of JSON.
  if (type === "jsonb") return isRequired ? `coalesce(x.r -> ${key}, 'null')` : `coalesce(nullif(x.r -> ${key}, 'null'), ${column})`;
  return column;
}

function personIn(column: string, type: string): string {
  if (type !== "uuid[]") return `coalesce(($2::jsonb ->> ${column}::text)::uuid, ${column})`;
  return `ARRAY(SELECT coalesce(($2::jsonb ->> u.id::text)::uuid, u.id) FROM unnest(${column}) WITH ORDINALITY AS u(id, position) ORDER BY u.position)`;
}

/** The columns that are written when all rows are there: references to the same table, and what triggers changed. */
export function lateColumns({ table, columns }: Arriving): string[] {
  return [...table.selfReferences, ...(TABLES[table.name]?.last ?? [])].filter((name) => columns.has(name));
}

export function finishSql(arriving: Arriving): string {
  const { name, key } = arriving.table;
  const set = lateColumns(arriving).map((column) => `${quoteIdentifier(column)} = p.${quoteIdentifier(column)}`);
  const same = key.map((column) => `t.${quoteIdentifier(column)} = p.${quoteIdentifier(column)}`);
  return `UPDATE public.${quoteIdentifier(name)} t SET ${set.join(", ")} ${ROWS(name)} AND ${same.join(" AND ")}`;
}

/** The stored objects that rows of a table name. */
export function namedObjects(sql: SqlSession, { name, objectPaths }: MovedTable): Promise<{ key: string }[]> {
  return sql.query<{ key: string }>(
    `SELECT DISTINCT k AS key FROM public.${quoteIdentifier(name)} t, app.object_keys(to_jsonb(t.*), $1::text[]) k`,
    [objectPaths],
  );
}

/** Columns that name rows of other tables without a foreign key. */
const LOOSE = [
  ["upload_layers", "t.layer_id", "layers"],
  ["report_themes", "ANY (t.portal_ids)", "portals"],
] as const;

interface Reference {
  table: string;
  columns: string[];
  target: string;
  targetColumns: string[];
}

/**
 * The first reference of the community's rows to a row of another community; null without one. Foreign keys alone allow them, because they
 * see every row. In the system's scope.
 */
export async function foreignReference(
  sql: SqlSession,
  communityId: string,
  references: readonly Reference[],
  owned: ReadonlySet<string>,
): Promise<string | null> {
  const checks: [string, string][] = [
    ...references
      .filter(({ table, target, columns }) => owned.has(table) && owned.has(target) && columns.length === 1 && target !== "communities")
      .map(({ table, columns, target, targetColumns }): [string, string] => [
        `${table}.${columns[0]}`,
        `SELECT FROM public.${quoteIdentifier(table)} t JOIN public.${quoteIdentifier(target)} o
           ON o.${quoteIdentifier(targetColumns[0] ?? "id")} = t.${quoteIdentifier(columns[0] ?? "id")}
         WHERE t.community_id = $1::uuid AND o.community_id <> $1::uuid`,
      ]),
    ...LOOSE.map(([table, value, target]): [string, string] => [
      table,
      `SELECT FROM public.${table} t JOIN public.${target} o ON o.id = ${value} WHERE t.community_id = $1::uuid AND o.community_id <> $1::uuid`,
    ]),
  ];
  // The name of a table is an address too: it may not be of one that exists.
  checks.push([
    "layers.table_name",
    "SELECT FROM public.layers t WHERE t.community_id = $1::uuid AND to_regclass('layers.' || quote_ident(t.table_name)) IS NOT NULL",
  ]);
  for (const [name, query] of checks) {
    const [found] = await sql.query<{ found: boolean }>(`SELECT EXISTS (${query}) AS found`, [communityId]);
    if (found?.found) return name;
  }
  return null;
}

/** Runs a statement over a batch of rows. */
export async function sendRows(sql: SqlSession, statement: string, rows: readonly string[], people: string): Promise<void> {
  await sql.query(statement, [`[${rows.join(",")}]`, people]);
}

export function arrivedPortals(sql: SqlSession): Promise<{ id: string; slug: string }[]> {
  return sql.query("SELECT id, slug FROM portals");
}

export async function insertHost(sql: SqlSession, host: { host: string; portalId: string; communityId: string }): Promise<void> {
  await sql.query(
    "INSERT INTO portal_hosts (host, portal_id, community_id, is_primary, kind) VALUES ($1, $2::uuid, $3::uuid, true, 'slug')",
    [host.host, host.portalId, host.communityId],
  );
}

/** Runs `work`; when it fails, the transaction goes on as it was before. */
export async function orBack<T>(sql: SqlSession, work: () => Promise<T>, failed: (error: unknown) => Promise<Error>): Promise<T> {
  await sql.script("SAVEPOINT arriving");
  try {
    const result = await work();
    await sql.script("RELEASE SAVEPOINT arriving");
    return result;
  } catch (error) {
    await sql.script("ROLLBACK TO SAVEPOINT arriving");
    throw await failed(error);
  }
}
