import type { SqlSession } from "@archipel/database/sql-session.ts";
import { bboxFromMercator } from "@archipel/geo/mercator.ts";
import { styleColumns } from "../describe/drawn-columns.ts";
import { atFullSpeed, SMALL_SAMPLE } from "./at-full-speed.ts";
import { generaliseLayer } from "./generalise.ts";
import { type LayerExtent, readExtent } from "./heavy-zooms.ts";
import { layerColumns, makeLayerTable, type OpenSession, STAGING, type TableSpec, tableRef } from "./layer-table.ts";
import { type FieldStatistics, fieldStatistics, type LayerStatistics } from "./statistics.ts";
import { createSafeTransform, isPlaced, type Transform, webMercatorOf } from "./web-mercator.ts";

export type FinishStep = "statistics" | "order" | "index" | "generalise";

export interface FinishOptions {
  /** Called before each step; for `generalise`, with the number of finished zooms. */
  onProgress?: (step: FinishStep, done: number, total: number) => void | Promise<void>;
  /** The columns that decide the colour, whose values low zooms must not mix. By default those of the automatic style. */
  classColumns?: (fields: FieldStatistics[]) => readonly string[];
}

/**
 * Turns the rows written by `copyRows` into the layer's table: Web Mercator geometry, Hilbert order, indexes, statistics, generalised
 * tables of low zooms. One transaction per step, so that the embedded database serves other callers in between. An interrupted build starts
 * again at `createLayerTable`.
 */
export async function finishLayerTable(open: OpenSession, spec: TableSpec, options: FinishOptions = {}): Promise<LayerStatistics> {
  const progress = options.onProgress ?? (() => {});
  await progress("statistics", 0, 1);
  const fields = await open((sql) => fieldStatistics(sql, spec));
  await progress("order", 0, 1);
  const extent = await open((sql) => orderRows(sql, spec));
  await progress("index", 0, 1);
  const classColumns = options.classColumns?.(fields) ?? colourColumns(spec);
  // Indexes use one processor, and low zooms only read the rows: both run at once.
  await waitForBoth(
    open((sql) => indexTable(sql, spec)),
    generaliseLayer(open, spec, { classColumns, extent, onProgress: (done, total) => progress("generalise", done, total) }),
  );
  await open((sql) => sql.script(`ALTER TABLE ${tableRef(spec.tableName)} ADD PRIMARY KEY USING INDEX ${keyName(spec)}`));
  const bbox = extent.box && bboxFromMercator(extent.box);
  return { featureCount: extent.features, unplacedCount: extent.unplaced, bbox, fields };
}

/** Waits for both, also when one fails: the clean-up that follows must not run beside the other. */
async function waitForBoth(...work: [Promise<unknown>, Promise<unknown>]): Promise<void> {
  for (const done of await Promise.allSettled(work)) if (done.status === "rejected") throw done.reason;
}

/** A new layer has the automatic style, in which at most one column decides the colour. */
function colourColumns(spec: TableSpec): string[] {
  const column = styleColumns({ geometryType: spec.geometry.type, fields: spec.fields, style: { kind: "auto" } }).colour;
  return column === null ? [] : [column];
}

/** Builds the table from the staged rows in Hilbert order, so that a tile reads few pages. */
async function orderRows(sql: SqlSession, spec: TableSpec): Promise<LayerExtent> {
  const [table, staging] = [tableRef(spec.tableName), tableRef(spec.tableName, STAGING)];
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
  await sql.script(`DROP TABLE ${staging}`);
  const extent = await readExtent(sql, spec);
  if (!extent.isMisplaced) return extent;
  await sql.script(`UPDATE ${table} SET geom_3857 = NULL WHERE NOT ${isPlaced("geom_3857")}`);
  return readExtent(sql, spec);
}

async function indexTable(sql: SqlSession, spec: TableSpec): Promise<void> {
  const table = tableRef(spec.tableName);
  await atFullSpeed(sql);
  // The primary key is added last: it locks the table for a moment, and low zooms read the table meanwhile.
  await sql.script(`
    CREATE INDEX ON ${table} USING gist (geom_3857);
    CREATE INDEX ON ${table} USING gist (geom);
    CREATE UNIQUE INDEX ${keyName(spec)} ON ${table} (fid);
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
