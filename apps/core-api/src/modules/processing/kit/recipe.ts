import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { type GeometryColumn, multiOf } from "@archipel/geo/wkb-promote.ts";
import { geometryColumnOf, tableRef } from "../../../layer-store/tables/layer-table.ts";
import type { SourceLayer } from "./parameter.ts";

/**
 * How a result is made: which columns it has, and the parts of which it is put together. A part is one SELECT that gives `fid`, the
 * values in the order of the fields, and the geometry in the SRID of the result; it is run chunk by chunk, each in a transaction of its own.
 */
export interface Recipe {
  geometry: GeometryColumn;
  fields: LayerField[];
  parts: Part[];
  /** Leaves out features whose geometry is missing or empty; otherwise they keep their values, without a shape. */
  needsShape?: boolean;
  /** Counted in the sources beside what goes in and comes out: SELECTs of one integer `count`. */
  counts?: Record<string, Statement>;
}

export interface Statement {
  text: string;
  values: readonly unknown[];
}

export interface Part {
  select: Statement;
  /** The chunks in their order: what `$1` and `$2` of the select are, and how many features of the source each covers. */
  chunks(sql: SqlSession): Promise<Chunk[]>;
  /** A SELECT of one integer `count`: how many features will come out. Null when only doing it would tell. */
  estimate: Statement | null;
}

export interface Chunk {
  bounds: readonly [number, number];
  rows: number;
}

/** Values of a statement, bound as they are named. `$1` and `$2` are the chunk's. */
export class Bindings {
  readonly values: unknown[] = [];

  /** `$3::text`: a value in its type. */
  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length + 2}::${type}`;
  }
}

const CHUNK_ROWS = 2_000;
/** Features of a bucket of groups. */
const BUCKET_ROWS = 20_000;

/** `s."column"` for each field. */
export const columnsOf = (fields: readonly LayerField[], alias = "s") => fields.map(({ column }) => `${alias}.${quoteIdentifier(column)}`);

/**
 * A result feature for each feature of a source (alias `s`), or for those that a condition keeps. They keep their numbers, unless
 * `number` makes others.
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
    chunks: (sql) => chunksByNumber(sql, source),
    estimate: { text: `SELECT count(*)::integer AS count ${rest}`, values: bindings.values },
  };
}

async function chunksByNumber(sql: SqlSession, source: SourceLayer): Promise<Chunk[]> {
  const rows = await sql.query<{ last: number; rows: number }>(
    `SELECT max(fid) AS last, count(*)::integer AS rows
     FROM (SELECT fid, (row_number() OVER (ORDER BY fid) - 1) / ${CHUNK_ROWS} AS chunk FROM ${tableRef(source.tableName)}) q
     GROUP BY chunk ORDER BY chunk`,
  );
  return rows.map(({ last, rows: count }, index) => ({ bounds: [rows[index - 1]?.last ?? -1, last], rows: count }));
}

/**
 * Groups of features of a source, by buckets of their key: a bucket holds whole groups, so each can be made alone.
 *
 * @param select gives the rows of the bucket `$1` of `$2` (`isOfBucket` is its condition); numbers of features are any that differ
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

/** Whether a feature of the alias `s` belongs to the bucket, by its key (SQL expressions). */
export function isOfBucket(key: readonly string[]): string {
  const text = key.length === 0 ? "''" : `ROW(${key.join(", ")})::text`;
  return `(hashtextextended(${text}, 0) & 1073741823) % $2::bigint = $1::bigint`;
}

/** A source that must be seen whole to be made: in one go. */
export function wholeOf(source: SourceLayer, select: Statement): Part {
  return { select, chunks: async () => [{ bounds: [0, 1], rows: source.featureCount }], estimate: null };
}

/** A geometry in another CRS; null where PROJ refuses. */
export function transformed(geometry: string, srid: number): string {
  return `${SAFE_TRANSFORM}(${geometry}, ${Number(srid)})`;
}
/** Made by `createSafeTransform` for each session that runs a select which names it. */
export const SAFE_TRANSFORM = "pg_temp.transform_or_null";

/** What is left of an operation on `s.geom` in the shape's own dimension: cutting an area may leave points and lines beside. */
export function ofSameDimension(geometry: string, { geometryType }: SourceLayer): string {
  return geometryType.startsWith("GeometryCollection") ? geometry : `ST_CollectionExtract(${geometry}, ST_Dimension(s.geom) + 1)`;
}

/** `s.geom` as operations can take it. */
export const VALID_SHAPE = "CASE WHEN ST_IsValid(s.geom) THEN s.geom ELSE ST_MakeValid(s.geom) END";

/** The geometry column of a result whose shapes may have several parts, like those of the source otherwise. */
export function columnOfParts({ geometryType, srid }: SourceLayer): GeometryColumn {
  const column = geometryColumnOf(geometryType, srid);
  return { ...column, type: multiOf(column.type) };
}
