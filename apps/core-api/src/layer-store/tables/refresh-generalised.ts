import type { SqlSession } from "@archipel/database/sql-session.ts";
import { BOX, cellMetres, cellOf, sideOf } from "./cells.ts";
import { generalisedSuffix, selectGeneralised } from "./generalise.ts";
import { fieldList, type TableSpec, tableRef } from "./layer-table.ts";

/** A row before or after a change: its id, and its exact box in Web Mercator. */
export interface TouchedRow {
  fid: number;
  box: [x0: number, y0: number, x1: number, y1: number];
}

/** An existing generalised table: its zoom and the columns that it does not mix. */
export interface GeneralisedTable {
  zoom: number;
  classColumns: string[];
  /** Made before cells were stored beside rows: it cannot be refreshed, only rebuilt by `rebuildGeneralised`. */
  isOutdated: boolean;
}

/** The generalised tables of a layer, deepest zoom first. */
export async function generalisedTables(sql: SqlSession, { tableName }: Pick<TableSpec, "tableName">): Promise<GeneralisedTable[]> {
  tableRef(tableName);
  const rows = await sql.query<{ zoom: number; note: string | null; hasCells: boolean }>(
    `SELECT substr(c.relname, length($1) + 3)::integer AS zoom, obj_description(c.oid, 'pg_class') AS note,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'cell_x' AND NOT a.attisdropped) AS "hasCells"
     FROM pg_class c WHERE c.relnamespace = 'layers'::regnamespace AND c.relkind = 'r' AND c.relname ~ ('^' || $1 || '_g[0-9]+$')
     ORDER BY 1 DESC`,
    [tableName],
  );
  return rows.map(({ zoom, note, hasCells }) => ({ zoom, classColumns: hasCells ? JSON.parse(note ?? "[]") : [], isOutdated: !hasCells }));
}

/**
 * Updates the generalised tables after an edit of the layer's rows, in its transaction. From the deepest zoom up, only the rows of touched
 * cells and touched large features are built again; the changes of one zoom are the input of the next. The result equals that of a build
 * from scratch.
 *
 * @param sql a worker's session of the layer's community that holds the layer's lock
 * @param touched rows of the layer before and after the change
 */
export async function refreshGeneralised(sql: SqlSession, spec: TableSpec, touched: readonly TouchedRow[]): Promise<void> {
  let source = "";
  let changes = touched;
  for (const { zoom, classColumns, isOutdated } of await generalisedTables(sql, spec)) {
    if (isOutdated || changes.length === 0) return;
    changes = await refreshZoom(sql, spec, zoom, source, classColumns, changes);
    source = generalisedSuffix(zoom);
  }
}

/**
 * How far around a cell, in cells, its rows are looked for. The middle of a row is in its cell, so its box meets the cell itself, up to rounding;
 * only a stroke, drawn around the middle of a line, may lie beside it.
 */
const REACH = { itself: 0.01, stroke: 2 };

function refreshZoom(
  sql: SqlSession,
  spec: TableSpec,
  zoom: number,
  source: string,
  classColumns: readonly string[],
  changes: readonly TouchedRow[],
): Promise<TouchedRow[]> {
  return sql.query<TouchedRow>(refreshZoomSql(spec, zoom, source, classColumns), [
    changes.map(({ fid }) => fid),
    ...([0, 1, 2, 3] as const).map((side) => changes.map((change) => change.box[side])),
  ]);
}

/** $1 ids, $2…$5 boxes of what changed in the source. Returns the changes of the zoom's table. */
export function refreshZoomSql(spec: TableSpec, zoom: number, source: string, classColumns: readonly string[]): string {
  const cell = cellMetres(zoom);
  const target = tableRef(spec.tableName, generalisedSuffix(zoom));
  const from = tableRef(spec.tableName, source);
  const columns = fieldList(spec.fields);
  const around = (reach: number) =>
    `ST_MakeEnvelope((x - ${reach}) * ${cell}, (y - ${reach}) * ${cell}, (x + ${reach + 1}) * ${cell}, (y + ${reach + 1}) * ${cell}, 3857)`;
  const drawnReach = spec.geometry.type.endsWith("LineString") ? REACH.stroke : REACH.itself;
  const [x0, y0, x1, y1] = BOX;
  const size = sideOf(x0, y0, x1, y1);
  const box = `ARRAY[${x0}, ${y0}, ${x1}, ${y1}] AS box`;
  // LATERAL … OFFSET 0 forces the plan: for each cell, use the spatial index. The grounds are columns, because behind row-level security a
  // computed one would prevent the index.
  return `WITH changes AS (
       SELECT * FROM unnest($1::bigint[], $2::float8[], $3::float8[], $4::float8[], $5::float8[]) AS u(fid, x0, y0, x1, y1)),
     cells AS MATERIALIZED (
       SELECT x, y, ${around(REACH.itself)} AS near, ${around(drawnReach)} AS far FROM (
         SELECT DISTINCT ${cellOf("x0", "x1", cell)} AS x, ${cellOf("y0", "y1", cell)} AS y
         FROM changes WHERE ${sideOf("x0", "y0", "x1", "y1")} < ${cell}) q),
     large AS MATERIALIZED (
       SELECT fid, ST_MakeEnvelope(min(x0), min(y0), max(x1), max(y1), 3857) AS ground
       FROM changes WHERE ${sideOf("x0", "y0", "x1", "y1")} >= ${cell} GROUP BY fid),
     touched AS MATERIALIZED (
       SELECT s.* FROM cells c CROSS JOIN LATERAL (
         SELECT fid${columns}, geom_3857 FROM ${from} WHERE geom_3857 && c.near AND ${size} < ${cell}
           AND ${cellOf(x0, x1, cell)} = c.x AND ${cellOf(y0, y1, cell)} = c.y OFFSET 0) s
       UNION ALL
       SELECT s.* FROM large l CROSS JOIN LATERAL (
         SELECT fid${columns}, geom_3857 FROM ${from} WHERE geom_3857 && l.ground AND fid = l.fid AND ${size} >= ${cell} OFFSET 0) s),
     gone AS (
       DELETE FROM ${target} WHERE ctid = ANY (ARRAY(
         SELECT t.id FROM cells c CROSS JOIN LATERAL (
           SELECT ctid AS id FROM ${target} WHERE geom_3857 && c.far AND cell_x = c.x AND cell_y = c.y OFFSET 0) t
         UNION ALL
         SELECT t.id FROM large l CROSS JOIN LATERAL (
           SELECT ctid AS id FROM ${target} WHERE geom_3857 && l.ground AND fid = l.fid AND cell_x IS NULL OFFSET 0) t))
       RETURNING fid, ${box}),
     fresh AS (
       INSERT INTO ${target} (fid${columns}, cell_x, cell_y, geom_3857)
       ${selectGeneralised(spec, "touched", cell, classColumns)}
       RETURNING fid, ${box})
     SELECT * FROM gone UNION ALL SELECT * FROM fresh`;
}
