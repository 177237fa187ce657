import type { SqlSession } from "@archipel/database/sql-session.ts";
import { columnsOf, exportedTables, TABLES } from "./policy.ts";

export interface Column {
  name: string;
  /** As SQL writes it: `text[]`, `geometry(Point,4326)`. */
  type: string;
  isRequired: boolean;
}

export interface ForeignKey {
  table: string;
  columns: string[];
  target: string;
  targetColumns: string[];
  isDeferrable: boolean;
  isOptional: boolean;
}

/** All columns of the tables of the platform, in the order of the table. */
export async function columnsOfTables(sql: SqlSession): Promise<Map<string, Column[]>> {
  const rows = await sql.query<Column & { table: string }>(
    `SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AND NOT a.atthasdef AS "isRequired"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND c.relname NOT IN ('_prisma_migrations', 'applied_policies', 'spatial_ref_sys')
     ORDER BY c.relname, a.attnum`,
  );
  const found = new Map<string, Column[]>();
  for (const { table, ...column } of rows) found.set(table, [...(found.get(table) ?? []), column]);
  return found;
}

export function foreignKeys(sql: SqlSession): Promise<ForeignKey[]> {
  return sql.query<ForeignKey>(
    `SELECT k.conrelid::regclass::text AS "table", k.confrelid::regclass::text AS target, k.condeferrable AS "isDeferrable",
       (SELECT json_agg(a.attname ORDER BY u.position) FROM unnest(k.conkey) WITH ORDINALITY AS u(number, position)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) AS columns,
       (SELECT json_agg(a.attname ORDER BY u.position) FROM unnest(k.confkey) WITH ORDINALITY AS u(number, position)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) AS "targetColumns",
       (SELECT bool_and(NOT a.attnotnull) FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS "isOptional"
     FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY 1, k.conname`,
  );
}

/** The columns of the primary key of each table. */
async function primaryKeys(sql: SqlSession): Promise<Map<string, string[]>> {
  const rows = await sql.query<{ table: string; columns: string[] }>(
    `SELECT k.conrelid::regclass::text AS "table", (SELECT json_agg(a.attname ORDER BY u.position)
       FROM unnest(k.conkey) WITH ORDINALITY AS u(number, position)
       JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) AS columns
     FROM pg_constraint k WHERE k.contype = 'p' AND k.connamespace = 'public'::regnamespace`,
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** The JSON paths of each table that name stored objects, as the triggers that keep their references know them. */
export async function objectPaths(sql: SqlSession): Promise<Map<string, string[]>> {
  const rows = await sql.query<{ table: string; args: string }>(
    `SELECT t.tgrelid::regclass::text AS "table", encode(t.tgargs, 'escape') AS args FROM pg_trigger t WHERE t.tgname = 'keep_object_references'`,
  );
  return new Map(rows.map(({ table, args }) => [table, args.split("\\000").filter(Boolean)]));
}

/** A table that leaves and comes with its community. */
export interface MovedTable {
  name: string;
  columns: Column[];
  key: string[];
  /** References to its own rows: written when all rows are there. */
  selfReferences: string[];
  objectPaths: string[];
}

/**
 * The exported tables, each after those that it refers to.
 *
 * @throws when two tables refer to each other: one of the references must be deferrable
 */
export async function movedTables(sql: SqlSession): Promise<MovedTable[]> {
  const [columns, keys, paths, references] = [
    await columnsOfTables(sql),
    await primaryKeys(sql),
    await objectPaths(sql),
    await foreignKeys(sql),
  ];
  const waiting = new Set(exportedTables);
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter((name) =>
      references.every((one) => one.table !== name || one.isDeferrable || one.target === name || !waiting.has(one.target)),
    );
    if (ready.length === 0) throw new Error(`tables that refer to each other: ${[...waiting].join(", ")}`);
    for (const name of ready) {
      ordered.push(name);
      waiting.delete(name);
    }
  }
  return ordered.map((name) => {
    const rule = TABLES[name];
    const wanted = rule ? columnsOf(rule) : [];
    return {
      name,
      columns: wanted.flatMap((one) => columns.get(name)?.find((column) => column.name === one) ?? []),
      key: keys.get(name) ?? [],
      selfReferences: references.filter((one) => one.table === name && one.target === name).flatMap((one) => one.columns),
      objectPaths: paths.get(name) ?? [],
    };
  });
}
