import type { DatabaseSync } from "node:sqlite";
import { askSqlite } from "../direct/open-sqlite.ts";
import { type InspectionFinding, UnreadableError } from "../model.ts";

/** A layer that a GeoPackage lists and that we do not read. */
export interface RefusedLayer {
  layer: string;
  why: "package-layer-missing" | "package-layer-view" | "package-layer-shapeless";
}

/** A GeoPackage of which nothing can be read: it lists refused layers alone, or one of its own tables is a view. */
export class RefusedPackageError extends UnreadableError {
  readonly refused: readonly RefusedLayer[];

  constructor(refused: readonly RefusedLayer[]) {
    super(
      "broken",
      `no layer can be read: ${refused
        .map(({ layer }) => layer)
        .slice(0, 3)
        .join(", ")}`,
    );
    this.refused = refused;
  }
}

/** The layers that a GeoPackage lists. */
export interface PackageLayers {
  read: string[];
  refused: RefusedLayer[];
}

/** Kinds of contents whose tables are read (OGC 12-128r18, table 4); `aspatial` was the word before `attributes`. */
const READ_TYPES: ReadonlySet<unknown> = new Set(["features", "attributes", "aspatial"]);
/** Tables that every reader of a GeoPackage asks: none may be a view. */
const INNER = /^(gpkg|rtree)_/;
/** A file may list any number of layers, but nobody reads more findings. */
const MAX_FINDINGS = 100;

/**
 * The layers that a GeoPackage lists. Those without their table or their geometry column are refused, and so are views and virtual tables:
 * these are queries of the file, which run whenever anybody reads or counts them, and may never end.
 *
 * @throws RefusedPackageError, UnreadableError when SQLite finds the file broken
 */
export function layersIn(path: string): PackageLayers {
  return askSqlite(path, listedIn, (words) => new UnreadableError("broken", words));
}

function listedIn(database: DatabaseSync): PackageLayers {
  const tables = new Map(
    database
      .prepare("SELECT lower(name) AS name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view')")
      .all()
      .map(({ name, type, sql }) => [String(name), { isView: type === "view", isStored: isTable(type, sql) }]),
  );
  for (const [name, { isView, isStored }] of tables)
    if (INNER.test(name) && (isView || (name.startsWith("gpkg_") && !isStored)))
      throw new RefusedPackageError([{ layer: name, why: "package-layer-view" }]);
  const columnOf = database.prepare(
    `SELECT 1 FROM gpkg_geometry_columns AS g JOIN pragma_table_xinfo(g.table_name) AS c ON lower(c.name) = lower(g.column_name)
      WHERE lower(g.table_name) = ?`,
  );
  const contents = database.prepare(
    "SELECT CAST(table_name AS TEXT) AS layer, lower(table_name) AS name, data_type AS type FROM gpkg_contents",
  );
  const found: PackageLayers = { read: [], refused: [] };
  for (const { layer, name, type } of contents.all()) {
    if (typeof layer !== "string" || typeof name !== "string" || !READ_TYPES.has(type)) continue;
    const table = tables.get(name);
    const refuse = (why: RefusedLayer["why"]) => found.refused.push({ layer, why });
    if (!table) refuse("package-layer-missing");
    else if (!table.isStored) refuse("package-layer-view");
    else if (type === "features" && !columnOf.get(name)) refuse("package-layer-shapeless");
    else found.read.push(layer);
  }
  if (found.read.length === 0 && found.refused.length > 0) throw new RefusedPackageError(found.refused);
  return found;
}

/** Whether a row of the schema is a table with rows of its own. SQLite writes these words itself. */
function isTable(type: unknown, sql: unknown): boolean {
  return type === "table" && /^CREATE TABLE\b/i.test(String(sql));
}

/** Options that hide the refused layers from GDAL, which would run a view in order to describe it. */
export function hiding({ read, refused }: PackageLayers): string[] {
  if (refused.length === 0) return [];
  const names = read.map((layer) => `'${layer.replaceAll("'", "''")}'`);
  const view = `CREATE TEMP VIEW gpkg_contents AS SELECT * FROM main.gpkg_contents WHERE table_name IN (${names.join(", ")})`;
  return [`PRELUDE_STATEMENTS=PRAGMA temp_store = MEMORY; ${view}`];
}

/** The findings about refused layers. */
export function findingsOf(refused: readonly RefusedLayer[], subject: string | null): InspectionFinding[] {
  return refused.slice(0, MAX_FINDINGS).map(({ layer, why }) => ({ rule: why, severity: "error", subject, params: { layer } }));
}
