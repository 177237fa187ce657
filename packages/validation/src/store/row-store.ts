import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Bbox } from "@archipel/geo/bbox.ts";

/** A noted row. `table` is the index of its table in the check. */
export interface NotedRow {
  table: number;
  row: number;
  featureId: string | null;
}

export interface NotedShape extends NotedRow {
  id: number;
  /** WKB in the plane of the check. */
  wkb: Uint8Array;
  /** The values that rules compare, in the order in which they were noted. */
  keys: string[];
}

type Sql = string | number | null | Uint8Array;
type SqlRow = Record<string, unknown>;

/**
 * Keeps what rules over several rows need: values (uniqueness, references) and geometries with their bounding boxes (overlap, inclusion). The
 * data is on disk, in a temporary folder until `close`, so that memory stays bounded for any number of rows.
 */
export class RowStore {
  readonly #folder = mkdtempSync(join(tmpdir(), "archipel-check-"));
  readonly #database: DatabaseSync;
  readonly #putValue: StatementSync;
  readonly #putShape: StatementSync;
  readonly #putBox: StatementSync;
  readonly #putExtent: StatementSync;
  readonly #extent: StatementSync;
  #hasIndex = false;

  constructor() {
    this.#database = new DatabaseSync(join(this.#folder, "rows.sqlite"));
    this.#database.exec(`
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;
      CREATE TABLE noted (name TEXT NOT NULL, value TEXT NOT NULL, source INTEGER NOT NULL, line INTEGER NOT NULL, feature TEXT);
      CREATE TABLE shape (id INTEGER PRIMARY KEY, name TEXT NOT NULL, source INTEGER NOT NULL, line INTEGER NOT NULL, feature TEXT, keys TEXT NOT NULL, wkb BLOB NOT NULL);
      CREATE TABLE extent (source INTEGER, line INTEGER, west REAL, south REAL, east REAL, north REAL, PRIMARY KEY (source, line)) WITHOUT ROWID;
      CREATE VIRTUAL TABLE box USING rtree (id, west, east, south, north);
      BEGIN;`);
    this.#putValue = this.#database.prepare("INSERT INTO noted VALUES (?, ?, ?, ?, ?)");
    this.#putShape = this.#database.prepare("INSERT INTO shape (name, source, line, feature, keys, wkb) VALUES (?, ?, ?, ?, ?, ?)");
    this.#putBox = this.#database.prepare("INSERT INTO box VALUES (?, ?, ?, ?, ?)");
    this.#putExtent = this.#database.prepare("INSERT OR REPLACE INTO extent VALUES (?, ?, ?, ?, ?, ?)");
    this.#extent = this.#database.prepare("SELECT west, south, east, north FROM extent WHERE source = ? AND line = ?");
  }

  /** Notes a value under a name, for example a field of a table. */
  noteValue(name: string, value: string, { table, row, featureId }: NotedRow): void {
    this.#putValue.run(name, value, table, row, featureId);
  }

  /** Notes the extent of a row, in the CRS of its table. */
  noteExtent(table: number, row: number, box: Bbox): void {
    this.#putExtent.run(table, row, ...box);
  }

  /** The noted extent of a row, in the CRS of its table; null when none was noted. */
  extentOfRow({ table, row }: NotedRow): Bbox | null {
    const found = this.#extent.get(table, row);
    return found ? [Number(found.west), Number(found.south), Number(found.east), Number(found.north)] : null;
  }

  /** Notes a geometry of a table, with its bounding box in the same plane. */
  noteShape(name: string, wkb: Uint8Array, box: Bbox, keys: readonly string[], { table, row, featureId }: NotedRow): void {
    const { lastInsertRowid } = this.#putShape.run(name, table, row, featureId, JSON.stringify(keys), wkb);
    this.#putBox.run(lastInsertRowid, box[0], box[2], box[1], box[3]);
  }

  /** The values noted more than once, each with its second row. */
  *duplicates(name: string): Generator<NotedRow & { value: string; count: number }> {
    const sql = `SELECT value, count(*) AS count, (SELECT rowid FROM noted b WHERE b.name = a.name AND b.value = a.value ORDER BY rowid LIMIT 1 OFFSET 1) AS second
      FROM noted a WHERE name = ? GROUP BY value HAVING count(*) > 1 ORDER BY second`;
    for (const found of this.#rows(sql, name)) {
      const [second] = this.#rows("SELECT source, line, feature FROM noted WHERE rowid = ?", Number(found.second));
      if (second) yield { ...rowOf(second), value: String(found.value), count: Number(found.count) };
    }
  }

  /** True when all rows with this value are in one table and have the same value under another name. */
  areIdentical(name: string, value: string, other: string): boolean {
    this.#database.exec("CREATE INDEX IF NOT EXISTS noted_row ON noted (name, source, line)");
    const sql = `SELECT count(DISTINCT b.value) AS kinds, count(DISTINCT a.source) AS tables FROM noted a
      JOIN noted b ON b.name = ? AND b.source = a.source AND b.line = a.line WHERE a.name = ? AND a.value = ?`;
    const [found] = this.#rows(sql, other, name, value);
    return Number(found?.kinds) === 1 && Number(found?.tables) === 1;
  }

  /** The rows noted under `name` whose value was not noted under `target`. */
  *missing(name: string, target: string): Generator<NotedRow & { value: string }> {
    const sql = `SELECT value, source, line, feature FROM noted a WHERE name = ?
      AND NOT EXISTS (SELECT 1 FROM noted b WHERE b.name = ? AND b.value = a.value) ORDER BY rowid`;
    for (const found of this.#rows(sql, name, target)) yield { ...rowOf(found), value: String(found.value) };
  }

  /** The number of values noted under a name. */
  count(name: string): number {
    const [found] = this.#rows("SELECT count(*) AS count FROM noted WHERE name = ?", name);
    return Number(found?.count ?? 0);
  }

  /** The geometries of a table, in the order in which they were noted. */
  *shapes(name: string): Generator<NotedShape> {
    for (const found of this.#rows("SELECT * FROM shape WHERE name = ? ORDER BY id", name)) yield shapeOf(found);
  }

  /** The geometries of a table whose bounding boxes touch a box. @param after returns only geometries noted after this id */
  *near(name: string, box: Bbox, after = 0): Generator<NotedShape> {
    // CROSS JOIN makes SQLite search the R-tree first: the planner would otherwise prefer the index on names.
    const sql = `SELECT shape.* FROM box CROSS JOIN shape ON shape.id = box.id
      WHERE west <= ? AND east >= ? AND south <= ? AND north >= ? AND box.id > ? AND name = ? ORDER BY box.id`;
    for (const found of this.#rows(sql, box[2], box[0], box[3], box[1], after, name)) yield shapeOf(found);
  }

  /** Returns a function that finds geometries of a table by one of their keys (0…n). Call it before iterating geometries: it creates an index. */
  lookUpByKey(name: string, key: number): (value: string) => Generator<NotedShape> {
    const column = `json_extract(keys, '$[${Math.trunc(key)}]')`;
    this.#database.exec(`CREATE INDEX IF NOT EXISTS shape_key_${Math.trunc(key)} ON shape (name, ${column})`);
    const rows = this.#rows.bind(this, `SELECT * FROM shape WHERE name = ? AND ${column} = ? ORDER BY id`, name);
    return function* (value) {
      for (const found of rows(value)) yield shapeOf(found);
    };
  }

  close(): void {
    this.#database.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #rows(sql: string, ...values: Sql[]): Iterable<SqlRow> {
    if (!this.#hasIndex) {
      this.#database.exec("CREATE INDEX noted_value ON noted (name, value); CREATE INDEX shape_name ON shape (name)");
      this.#hasIndex = true;
    }
    return this.#database.prepare(sql).iterate(...values) as Iterable<SqlRow>;
  }
}

function rowOf(found: SqlRow): NotedRow {
  return { table: Number(found.source), row: Number(found.line), featureId: typeof found.feature === "string" ? found.feature : null };
}

function shapeOf(found: SqlRow): NotedShape {
  const keys: unknown = JSON.parse(String(found.keys));
  const wkb = found.wkb instanceof Uint8Array ? found.wkb : new Uint8Array();
  return { ...rowOf(found), id: Number(found.id), wkb, keys: Array.isArray(keys) ? keys.map(String) : [] };
}
