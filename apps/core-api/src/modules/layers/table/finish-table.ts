import type { SqlSession } from "@archipel/database/sql-session.ts";
import { styleColumns } from "../policy.ts";
import { generaliseLayer } from "./generalise.ts";
import { fieldList, type OpenSession, STAGING, type TableSpec, tableRef } from "./layer-table.ts";
import { type FieldStatistics, fieldStatistics, type LayerStatistics, placeStatistics } from "./statistics.ts";
import { createSafeTransform, webMercatorFrom } from "./web-mercator.ts";

export type FinishStep = "statistics" | "order" | "index" | "generalise";

export interface FinishOptions {
  /** Told before each step; for `generalise`, how many zooms are done. */
  onProgress?: (step: FinishStep, done: number, total: number) => void | Promise<void>;
  /** Which columns decide the colour, so that low zooms do not mix their values; by default that of the automatic style. */
  classColumns?: (fields: FieldStatistics[]) => readonly string[];
}

/**
 * Turns the rows that `copyRows` wrote into the layer's table: web mercator geometry, Hilbert order, indexes, statistics, generalised
 * tables for low zooms. One transaction a step, so that the embedded database serves others in between; a build that was interrupted
 * starts again at `createLayerTable`.
 */
export async function finishLayerTable(open: OpenSession, spec: TableSpec, options: FinishOptions = {}): Promise<LayerStatistics> {
  const progress = options.onProgress ?? (() => {});
  await progress("statistics", 0, 1);
  const fields = await open((sql) => fieldStatistics(sql, spec));
  await progress("order", 0, 1);
  await open((sql) => orderRows(sql, spec));
  await progress("index", 0, 1);
  const place = await open(async (sql) => {
    await indexTable(sql, spec);
    return placeStatistics(sql, spec);
  });
  const classColumns = options.classColumns?.(fields) ?? colourColumns(spec);
  await generaliseLayer(open, spec, { classColumns, onProgress: (done, total) => progress("generalise", done, total) });
  return { ...place, fields };
}

/** A layer is published in the automatic style; one column of it at most decides the colour. */
function colourColumns(spec: TableSpec): string[] {
  const column = styleColumns({ geometryType: spec.geometry.type, fields: spec.fields, style: { kind: "auto" } }).colour;
  return column === null ? [] : [column];
}

/** Moves the rows from staging into the table, in Hilbert order: a tile then reads few pages. */
async function orderRows(sql: SqlSession, spec: TableSpec): Promise<void> {
  const columns = fieldList(spec.fields);
  const insert = (transform: "ST_Transform" | "pg_temp.transform_or_null") => `
    INSERT INTO ${tableRef(spec.tableName)} (fid${columns}, geom, geom_3857)
    SELECT s.fid${fieldList(spec.fields, "s.")}, s.geom, m.geom_3857
    FROM ${webMercatorFrom(tableRef(spec.tableName, STAGING), spec, transform)} ORDER BY m.geom_3857`;
  await sql.script("SET LOCAL work_mem = '64MB'; SAVEPOINT before_transform");
  try {
    await sql.query(insert("ST_Transform"));
  } catch {
    // Some coordinate is beyond what its CRS can express: place what can be placed.
    await sql.script("ROLLBACK TO SAVEPOINT before_transform");
    await createSafeTransform(sql);
    await sql.query(insert("pg_temp.transform_or_null"));
  }
}

async function indexTable(sql: SqlSession, spec: TableSpec): Promise<void> {
  const table = tableRef(spec.tableName);
  await sql.script(`
    SET LOCAL maintenance_work_mem = '128MB';
    ALTER TABLE ${table} ADD PRIMARY KEY (fid);
    CREATE INDEX ON ${table} USING gist (geom_3857);
    CREATE INDEX ON ${table} USING gist (geom);
    DROP TABLE ${tableRef(spec.tableName, STAGING)};
    ANALYZE ${table}`);
}
