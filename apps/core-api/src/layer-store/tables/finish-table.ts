import type { SqlSession } from "@archipel/database/sql-session.ts";
import { bboxFromMercator } from "@archipel/geo/mercator.ts";
import { styleColumns } from "../describe/drawn-columns.ts";
import { atFullSpeed, SMALL_SAMPLE } from "./at-full-speed.ts";
import { generaliseLayer } from "./generalise.ts";
import { type LayerExtent, readExtent } from "./heavy-zooms.ts";
import { Lane } from "./lane.ts";
import { layerColumns, makeLayerTable, type OpenSession, STAGING, type TableSpec, tableRef } from "./layer-table.ts";
import { type FieldStatistics, fieldStatistics, type LayerStatistics } from "./statistics.ts";
import { createSafeTransform, isPlaced, type Transform, webMercatorOf } from "./web-mercator.ts";

export type FinishStep = "statistics" | "order" | "index" | "generalise";

export interface FinishOptions {
  /** Called before each step; for `generalise`, with the number of finished zooms. */
  onProgress?: (step: FinishStep, done: number, total: number) => void | Promise<void>;
  /** The columns that decide the colour, whose values low zooms must not mix. By default those of the automatic style. */
  classColumns?: (fields: FieldStatistics[]) => readonly string[];
  /** Called when the table has its order and its indexes; only low zooms are missing then. */
  onIndexed?: () => void;
}

/**
 * Turns the rows written by `copyRows` into the layer's table: Web Mercator geometry, Hilbert order, indexes, statistics, generalised
 * tables of low zooms. One transaction per step, so that the embedded database serves other callers in between. An interrupted build starts
 * again at `createLayerTable`.
 */
export async function finishLayerTable(open: OpenSession, spec: TableSpec, options: FinishOptions = {}): Promise<LayerStatistics> {
  const progress = options.onProgress ?? (() => {});
  await progress("statistics", 0, 1);
  // The ordering of the rows ends with work for one processor: the statistics, which also read the staged rows, take the other one.
  const counting = new Lane(open);
  const counted = counting.add((sql) => fieldStatistics(sql, spec));
  await progress("order", 0, 1);
  await counting.beside(open((sql) => orderRows(sql, spec)));
  const fields = await counted;
  await open((sql) => sql.script(`DROP TABLE ${tableRef(spec.tableName, STAGING)}`));
  await progress("index", 0, 1);
  const classColumns = options.classColumns?.(fields) ?? colourColumns(spec);
  // Low zooms only read the rows: one connection makes them, the other one all indexes, also those of their tables.
  const indexes = new Lane(open);
  indexes.add((sql) => indexSource(sql, spec));
  const drawLowZooms = async () => {
    const placed = await open((sql) => placeRows(sql, spec));
    indexes.add((sql) => indexMercator(sql, spec)).then(options.onIndexed, () => {});
    const onProgress = (done: number, total: number) => progress("generalise", done, total);
    await generaliseLayer(open, spec, { classColumns, extent: placed, indexes, onProgress });
    return placed;
  };
  const extent = await indexes.beside(drawLowZooms());
  await open((sql) => sql.script(`ALTER TABLE ${tableRef(spec.tableName)} ADD PRIMARY KEY USING INDEX ${keyName(spec)}`));
  const bbox = extent.box && bboxFromMercator(extent.box);
  return { featureCount: extent.features, unplacedCount: extent.unplaced, bbox, fields };
}

/** A new layer has the automatic style, in which at most one column decides the colour. */
function colourColumns(spec: TableSpec): string[] {
  const column = styleColumns({ geometryType: spec.geometry.type, fields: spec.fields, style: { kind: "auto" } }).colour;
  return column === null ? [] : [column];
}

/** Builds the table from the staged rows in Hilbert order, so that a tile reads few pages. */
async function orderRows(sql: SqlSession, spec: TableSpec): Promise<void> {
  const staging = tableRef(spec.tableName, STAGING);
  const make = (transform: Transform) =>
    makeLayerTable(sql, spec, `SELECT ${layerColumns(spec, webMercatorOf(spec, transform))} FROM ${staging} s ORDER BY geom_3857`);
  await atFullSpeed(sql);
  await sql.script("SAVEPOINT before_transform");
  try {
    await make("ST_Transform");
  } catch {
    // A coordinate is outside the domain of its CRS: place only those inside.
    await sql.script("ROLLBACK TO SAVEPOINT before_transform");
    await createSafeTransform(sql);
    await make("pg_temp.transform_or_null");
  }
}

/** Reads what low zooms need to know of the rows, and takes away geometries that cannot be drawn. */
async function placeRows(sql: SqlSession, spec: TableSpec): Promise<LayerExtent> {
  await atFullSpeed(sql);
  const extent = await readExtent(sql, spec);
  if (!extent.isMisplaced) return extent;
  await sql.script(`UPDATE ${tableRef(spec.tableName)} SET geom_3857 = NULL WHERE NOT ${isPlaced("geom_3857")}`);
  return readExtent(sql, spec);
}

/** The indexes that do not depend on `placeRows`. The primary key is added last: it locks the table, which low zooms read meanwhile. */
async function indexSource(sql: SqlSession, spec: TableSpec): Promise<void> {
  const table = tableRef(spec.tableName);
  await atFullSpeed(sql);
  await sql.script(`
    CREATE INDEX ON ${table} USING gist (geom);
    CREATE UNIQUE INDEX ${keyName(spec)} ON ${table} (fid)`);
}

async function indexMercator(sql: SqlSession, spec: TableSpec): Promise<void> {
  const table = tableRef(spec.tableName);
  await atFullSpeed(sql);
  await sql.script(`
    CREATE INDEX ON ${table} USING gist (geom_3857);
    ${SMALL_SAMPLE};
    ANALYZE ${table}`);
}

/** PostgreSQL's default name of a primary key. */
const keyName = (spec: TableSpec) => `${spec.tableName}_pkey`;

/** The steps that `finishLayerTable` reports, with their words. */
export const finishSteps = {
  statistics: { fr: "Mesure des données", en: "Measuring the data" },
  order: { fr: "Rangement des objets pour les cartes", en: "Ordering the features for the maps" },
  index: { fr: "Indexation", en: "Indexing" },
  generalise: { fr: "Préparation des vues d’ensemble", en: "Preparing the overviews" },
};
