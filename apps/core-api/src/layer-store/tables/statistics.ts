import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { bboxFromMercator } from "@archipel/geo/mercator.ts";
import { atFullSpeed, SMALL_SAMPLE } from "./at-full-speed.ts";
import { STAGING, type TableSpec, tableRef } from "./layer-table.ts";

/** What a legend needs of a column. */
export interface FieldStatistics {
  column: string;
  /** All values with their counts, most frequent first, when there are at most `MAX_VALUES`; else null. Nulls are not counted. */
  values: { value: string | number | boolean; count: number }[] | null;
  min: number | null;
  max: number | null;
}

export interface LayerStatistics {
  featureCount: number;
  /** Features whose geometry is missing or cannot be placed on the map. */
  unplacedCount: number;
  /** Degrees; null when no feature is placed. */
  bbox: Bbox | null;
  fields: FieldStatistics[];
}

const MAX_VALUES = 20;

/** Columns that can have a legend by value. */
const isCategorical = (field: LayerField) => field.type === "text" || field.type === "integer" || field.type === "boolean";
const isNumeric = (field: LayerField) => field.type === "integer" || field.type === "double";

/** Statistics of the columns, from the staging table, where the planner's estimates say which columns are worth counting. */
export async function fieldStatistics(sql: SqlSession, spec: TableSpec): Promise<FieldStatistics[]> {
  const staging = tableRef(spec.tableName, STAGING);
  await atFullSpeed(sql);
  const categorical = spec.fields.filter(isCategorical).map((field) => quoteIdentifier(field.column));
  if (categorical.length > 0) await sql.script(`${SMALL_SAMPLE}; ANALYZE ${staging} (${categorical.join(", ")})`);
  const ranges = await numericRanges(sql, staging, spec.fields.filter(isNumeric));
  const few = await columnsOfFewValues(sql, spec);
  const statistics: FieldStatistics[] = [];
  for (const field of spec.fields) {
    const [min, max] = ranges.get(field.column) ?? [null, null];
    const values = isCategorical(field) && few.has(field.column) ? await countValues(sql, staging, field.column) : null;
    statistics.push({ column: field.column, values, min, max });
  }
  return statistics;
}

async function numericRanges(sql: SqlSession, staging: string, fields: LayerField[]): Promise<Map<string, [number | null, number | null]>> {
  if (fields.length === 0) return new Map();
  const list = fields.map((field, index) => {
    const column = `${quoteIdentifier(field.column)}::double precision`;
    return `min(${column}) AS min_${index}, max(${column}) AS max_${index}`;
  });
  const [row] = await sql.query<Record<string, number | null>>(`SELECT ${list.join(", ")} FROM ${staging}`);
  return new Map(fields.map((field, index) => [field.column, [row?.[`min_${index}`] ?? null, row?.[`max_${index}`] ?? null]]));
}

/** Columns with few values, by the sample of ANALYZE. The threshold is generous, because estimates may be off. */
async function columnsOfFewValues(sql: SqlSession, spec: TableSpec): Promise<Set<string>> {
  const rows = await sql.query<{ attname: string }>(
    `SELECT attname FROM pg_stats s JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = 'layers'::regnamespace
     WHERE s.schemaname = 'layers' AND s.tablename = $1
       AND CASE WHEN n_distinct > 0 THEN n_distinct ELSE -n_distinct * greatest(c.reltuples, 0) END <= $2`,
    [spec.tableName + STAGING, MAX_VALUES * 5],
  );
  return new Set(rows.map((row) => row.attname));
}

async function countValues(sql: SqlSession, staging: string, column: string): Promise<FieldStatistics["values"]> {
  const name = quoteIdentifier(column);
  const rows = await sql.query<{ value: string | number | boolean; count: number }>(
    `SELECT ${name} AS value, count(*)::integer AS count FROM ${staging} WHERE ${name} IS NOT NULL
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MAX_VALUES + 1}`,
  );
  return rows.length > MAX_VALUES ? null : rows;
}

/** Number of features, and their extent. */
export async function placeStatistics(sql: SqlSession, spec: TableSpec): Promise<Omit<LayerStatistics, "fields">> {
  const [row] = await sql.query<{ count: number; unplaced: number; west: number | null; south: number; east: number; north: number }>(
    `SELECT count::integer, unplaced::integer, ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north
     FROM (SELECT count(*), count(*) FILTER (WHERE geom_3857 IS NULL) AS unplaced, ST_Extent(geom_3857) AS box
           FROM ${tableRef(spec.tableName)}) q`,
  );
  const bbox = row && row.west !== null ? bboxFromMercator([row.west, row.south, row.east, row.north]) : null;
  return { featureCount: row?.count ?? 0, unplacedCount: row?.unplaced ?? 0, bbox };
}
