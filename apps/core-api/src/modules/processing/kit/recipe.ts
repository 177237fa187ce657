import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { type GeometryColumn, multiOf } from "@archipel/geo/wkb-promote.ts";
import { geometryColumnOf, tableRef } from "../../../layer-store/tables/layer-table.ts";
import { chunksByFid } from "../queries/source-chunks.ts";
import type { SourceLayer } from "./parameter.ts";

/**
 * How to make a result: its columns, and its parts. A part is one SELECT that returns `fid`, the values in the order of the fields, and the
 * geometry in the SRID of the result. It runs chunk by chunk, each in its own transaction.
 */
export interface Recipe {
  geometry: GeometryColumn;
  fields: LayerField[];
  parts: Part[];
  /** Leaves out features whose geometry is missing or empty. By default they keep their values, without a shape. */
  needsShape?: boolean;
  /** Further numbers to count in the sources: SELECTs of one integer `count`. */
  counts?: Record<string, Statement>;
}

export interface Statement {
  text: string;
  values: readonly unknown[];
}

export interface Part {
  select: Statement;
  /** The chunks in their order: the values of `$1` and `$2` of the select, and the number of source features of each chunk. */
  chunks(sql: SqlSession): Promise<Chunk[]>;
  /** A SELECT of one integer `count`: the number of result features. Null when only running the part gives it. */
  estimate: Statement | null;
}

export interface Chunk {
  bounds: readonly [number, number];
  rows: number;
}

/** Values of a statement, numbered as they are bound. `$1` and `$2` are the bounds of the chunk. */
export class Bindings {
  readonly values: unknown[] = [];

  /** Returns `$3::text`: a placeholder with its type. */
  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length + 2}::${type}`;
  }
}

/** Features per bucket of groups. */
const BUCKET_ROWS = 20_000;

/** `s."column"` for each field. */
export const columnsOf = (fields: readonly LayerField[], alias = "s") => fields.map(({ column }) => `${alias}.${quoteIdentifier(column)}`);

/**
 * One result feature for each feature of a source (alias `s`), or for those that `where` keeps. They keep their `fid`, unless `number` is
 * an expression for another.
 */
export function rowsOf(
  source: SourceLayer,
  options: {
    values?: readonly string[];
    geometry?: string;
    /** Further FROM items, after `s`. */
    from?: string;
    where?: string;
    bindings?: Bindings;
    number?: string;
  } = {},
): Part {
  const { values = columnsOf(source.fields), geometry = "s.geom", from = "", where = "true", bindings = new Bindings() } = options;
  const table = tableRef(source.tableName);
  const columns = [options.number ?? "s.fid", ...values, geometry].join(", ");
  const rest = `FROM ${table} s ${from} WHERE s.fid > $1::bigint AND s.fid <= $2::bigint AND (${where})`;
  return {
    select: { text: `SELECT ${columns} ${rest}`, values: bindings.values },
    chunks: (sql) => chunksByFid(sql, source.tableName),
    estimate: { text: `SELECT count(*)::integer AS count ${rest}`, values: bindings.values },
  };
}

/**
 * Groups of features of a source, in buckets by their key. A bucket holds whole groups, so each bucket can be made alone.
 *
 * @param select returns the rows of the bucket `$1` of `$2` (`isOfBucket` is its condition); any distinct `fid`s will do
 */
export function bucketsOf(source: SourceLayer, select: Statement): Part {
  const buckets = Math.max(1, Math.ceil(source.featureCount / BUCKET_ROWS));
  const share = (bucket: number) =>
    Math.floor((source.featureCount * (bucket + 1)) / buckets) - Math.floor((source.featureCount * bucket) / buckets);
  return {
    select,
    chunks: async () => Array.from({ length: buckets }, (_, bucket) => ({ bounds: [bucket, buckets], rows: share(bucket) })),
    estimate: null,
  };
}

/** SQL condition: whether a feature of the alias `s` belongs to the bucket, by its key (SQL expressions). */
export function isOfBucket(key: readonly string[]): string {
  const text = key.length === 0 ? "''" : `ROW(${key.join(", ")})::text`;
  return `(hashtextextended(${text}, 0) & 1073741823) % $2::bigint = $1::bigint`;
}

/** A part that reads the whole source in one chunk. */
export function wholeOf(source: SourceLayer, select: Statement): Part {
  return { select, chunks: async () => [{ bounds: [0, 1], rows: source.featureCount }], estimate: null };
}

/** A geometry in another CRS; null where PROJ refuses. */
export function transformed(geometry: string, srid: number): string {
  return `${SAFE_TRANSFORM}(${geometry}, ${Number(srid)})`;
}
/** `createSafeTransform` creates it in each session that runs a select with this name in it. */
export const SAFE_TRANSFORM = "pg_temp.transform_or_null";

/** Keeps the parts of an operation on `s.geom` that have the shape's own dimension: cutting an area may also leave points and lines. */
export function ofSameDimension(geometry: string, { geometryType }: SourceLayer): string {
  return geometryType.startsWith("GeometryCollection") ? geometry : `ST_CollectionExtract(${geometry}, ST_Dimension(s.geom) + 1)`;
}

/** `s.geom`, made valid for further operations. */
export const VALID_SHAPE = "CASE WHEN ST_IsValid(s.geom) THEN s.geom ELSE ST_MakeValid(s.geom) END";

/** The geometry column of a result whose shapes may have several parts. Otherwise it equals that of the source. */
export function columnOfParts({ geometryType, srid }: SourceLayer): GeometryColumn {
  const column = geometryColumnOf(geometryType, srid);
  return { ...column, type: multiOf(column.type) };
}
