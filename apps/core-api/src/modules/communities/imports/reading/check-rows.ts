import { PERSON_COLUMNS, partsOf } from "../../../identity/erasure/policy.ts";
import type { BagManifest } from "../../bag/manifest.ts";
import { PATHS } from "../../bag/manifest.ts";
import { columnsOf, TABLES } from "../../belonging/policy.ts";
import type { Column, MovedTable } from "../../belonging/queries.ts";
import { bagError, type OpenBag } from "./open-bag.ts";

/** What the rows say about each other, read once before anything is written. */
export interface ReadRows {
  people: { id: string; email: string; name: string; locale: string }[];
  /** Ids of persons that rows name and that are not among the people; `needed`: a row cannot exist without the account. */
  strangers: Map<string, { needed: boolean }>;
  slugs: { kind: "community" | "portal"; slug: string; name: string }[];
  domains: string[];
  layers: Map<string, { tableName: string; kind: string }>;
  rows: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Values of rows that the check keeps in memory. */
const MOST_KEPT = 2_000_000;

export interface Row {
  [column: string]: unknown;
}

/** The columns of each table that hold a person. */
export const personColumns: ReadonlyMap<string, string[]> = (() => {
  const found = new Map<string, string[]>();
  for (const { table, name } of PERSON_COLUMNS.map(partsOf)) found.set(table, [...(found.get(table) ?? []), name]);
  found.set("report_themes", [...(found.get("report_themes") ?? []), "moderator_ids"]);
  return found;
})();

/**
 * Compares the columns that the file declares with those of this platform. A file of an older platform may lack columns that have a
 * default; one with columns unknown here was written by a newer platform.
 */
export function checkSchema(manifest: BagManifest, tables: readonly MovedTable[]): void {
  for (const { name, columns } of manifest.tables) {
    const known = tables.find((table) => table.name === name);
    if (!known) throw bagError("bag-table-unknown", { table: name, schema: manifest.schema });
    for (const { name: column, type } of columns) {
      const here = known.columns.find((one) => one.name === column);
      if (!here) throw bagError("bag-column-unknown", { table: name, column, schema: manifest.schema });
      if (here.type !== type) throw bagError("bag-column-type", { table: name, column, type, here: here.type });
    }
    const lacking = known.columns.find((one) => isNeeded(name, one) && !columns.some(({ name: column }) => column === one.name));
    if (lacking) throw bagError("bag-column-missing", { table: name, column: lacking.name });
  }
}

const isNeeded = (table: string, { name, isRequired }: Column) => isRequired && TABLES[table]?.filled?.[name] === undefined;

/**
 * Reads every row of the tables: each is an object with the declared columns, and belongs to the community of the file.
 *
 * @throws DomainError with the file and the line of the first row that does not
 */
export async function checkRows(
  bag: OpenBag,
  manifest: BagManifest,
  { neededPeople, progress }: { neededPeople: ReadonlySet<string>; progress: (rows: number) => Promise<void> },
): Promise<ReadRows> {
  const read: ReadRows = { people: [], strangers: new Map(), slugs: [], domains: [], layers: new Map(), rows: 0 };
  for (const table of manifest.tables) {
    const file = PATHS.table(table.name);
    const columns = new Set(table.columns.map(({ name }) => name));
    let count = 0;
    for await (const { number, text } of bag.lines(file)) {
      const row = rowOf(text, { file, line: number });
      const unknown = Object.keys(row).find((name) => !columns.has(name));
      if (unknown !== undefined) throw bagError("bag-row-column", { file, line: number, column: unknown.slice(0, 80) });
      assertOwner(table.name, row, manifest.community.id, { file, line: number });
      note(read, table.name, row, neededPeople);
      count++;
      read.rows++;
      if (read.strangers.size > MOST_KEPT || read.people.length > MOST_KEPT) throw bagError("bag-too-many-people", { most: MOST_KEPT });
      await progress(read.rows);
    }
    if (count !== table.rows) throw bagError("bag-rows-count", { file, rows: count, declared: table.rows });
  }
  const known = new Set(read.people.map(({ id }) => id));
  for (const id of known) read.strangers.delete(id);
  if (read.slugs.filter(({ kind }) => kind === "community").length !== 1) throw bagError("bag-community-missing");
  return read;
}

/** A line as a row. */
export function rowOf(text: string, at: { file: string; line: number }): Row {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    throw bagError("bag-line-invalid", at);
  }
  if (typeof row !== "object" || row === null || Array.isArray(row)) throw bagError("bag-line-invalid", at);
  return row as Row;
}

function assertOwner(table: string, row: Row, communityId: string, at: { file: string; line: number }): void {
  if (table === "users") return;
  const owner = table === "communities" ? row.id : row.community_id;
  if (owner !== communityId) throw bagError("bag-row-foreign", at);
}

function note(read: ReadRows, table: string, row: Row, neededPeople: ReadonlySet<string>): void {
  const text = (name: string) => (typeof row[name] === "string" ? row[name] : "");
  if (table === "users") read.people.push({ id: text("id"), email: text("email"), name: text("name"), locale: text("locale") });
  if (table === "communities") read.slugs.push({ kind: "community", slug: text("slug"), name: text("name") });
  if (table === "portals") read.slugs.push({ kind: "portal", slug: text("slug"), name: text("name") });
  if (table === "portal_domains") read.domains.push(text("host"));
  if (table === "layers") read.layers.set(text("id"), { tableName: text("table_name"), kind: text("kind") });
  for (const column of personColumns.get(table) ?? []) {
    for (const id of [row[column]].flat()) {
      if (typeof id !== "string" || !UUID.test(id)) continue;
      const before = read.strangers.get(id);
      read.strangers.set(id, { needed: (before?.needed ?? false) || neededPeople.has(`${table}.${column}`) });
    }
  }
}

/** The exported columns of a table that this file declares. */
export function declaredColumns(manifest: BagManifest, table: string): Set<string> {
  const declared = manifest.tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? [];
  const rule = TABLES[table];
  const known = new Set(rule ? columnsOf(rule) : []);
  return new Set(declared.filter((name) => known.has(name)));
}
