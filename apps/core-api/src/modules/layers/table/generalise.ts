import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { HALF_WORLD_METRES } from "@archipel/geo/mercator.ts";
import { tileSizeMetres } from "@archipel/geo/tile-math.ts";
import { fieldList, type OpenSession, protect, type TableSpec, tableRef } from "./layer-table.ts";

/** The deepest zoom that may get a table of its own. */
const DEEPEST_ZOOM = 14;
/** A zoom whose fullest tile holds more than this is served from a generalised table. From near, features themselves are wanted longer. */
const MAX_FEATURES_A_TILE = { far: 5_000, near: 20_000, nearFromZoom: 11 };
const MAX_VERTICES_A_TILE = 150_000;
/** A layer with fewer features and a smaller table than this cannot fill such a tile. */
export const LIGHT_LAYER = { features: MAX_FEATURES_A_TILE.far, bytes: 1_000_000 };
/** Once a generalised table is this small, it serves all zooms below it too. */
const SMALL_TABLE = { features: 1_500, vertices: 50_000 };
/** Cells along a tile's side: features smaller than a cell are drawn together, one for each cell. 4 pixels of a tile of 512. */
const CELLS_A_TILE = 128;

/** What generalising needs to know of a layer: rows are read in web mercator, so neither the CRS nor heights. */
export type GeneralisedSpec = Omit<TableSpec, "geometry"> & { geometry: Pick<TableSpec["geometry"], "type"> };

/** The suffix of the generalised table of a zoom. */
export function generalisedSuffix(zoom: number): string {
  return `_g${zoom}`;
}

/** The side of a cell of a zoom, in web mercator metres. */
export function cellMetres(zoom: number): number {
  return tileSizeMetres(zoom) / CELLS_A_TILE;
}

/** The deepest zoom whose fullest tile is too heavy to be drawn from the features themselves; -1 when none is. */
export async function heaviestZoom(sql: SqlSession, spec: Pick<TableSpec, "tableName">): Promise<number> {
  const size = tileSizeMetres(DEEPEST_ZOOM);
  const rows = await sql.query<{ zoom: number }>(
    `WITH tiles AS MATERIALIZED (
       SELECT floor(((ST_XMin(geom_3857) + ST_XMax(geom_3857)) / 2 + ${HALF_WORLD_METRES}) / ${size})::integer AS x,
              floor(((ST_YMin(geom_3857) + ST_YMax(geom_3857)) / 2 + ${HALF_WORLD_METRES}) / ${size})::integer AS y,
              count(*) AS features, sum(ST_NPoints(geom_3857)) AS vertices
       FROM ${tableRef(spec.tableName)} WHERE geom_3857 IS NOT NULL GROUP BY 1, 2)
     SELECT max(zoom) AS zoom FROM (
       SELECT zoom, sum(features) AS features, sum(vertices) AS vertices FROM tiles, generate_series(0, ${DEEPEST_ZOOM}) AS zoom
       GROUP BY zoom, x >> (${DEEPEST_ZOOM} - zoom), y >> (${DEEPEST_ZOOM} - zoom)) q
     WHERE features > CASE WHEN zoom < ${MAX_FEATURES_A_TILE.nearFromZoom} THEN ${MAX_FEATURES_A_TILE.far} ELSE ${MAX_FEATURES_A_TILE.near} END
       OR vertices > ${MAX_VERTICES_A_TILE}`,
  );
  return rows[0]?.zoom ?? -1;
}

export interface GeneraliseOptions {
  /** Columns whose values are not mixed within a cell: those that decide the colour. */
  classColumns: readonly string[];
  /** How the table of a zoom is called; as tiles look for it unless told. */
  suffixOf?: (zoom: number) => string;
  /** Goes down to this zoom even where a table above it would do. */
  lowestZoom?: number;
  onProgress?: (done: number, total: number) => void | Promise<void>;
}

/** Builds the generalised tables of a layer from the deepest zoom down, one transaction a zoom; gives the zooms that have one. */
export async function generaliseLayer(open: OpenSession, spec: GeneralisedSpec, options: GeneraliseOptions): Promise<number[]> {
  const { classColumns, suffixOf = generalisedSuffix, lowestZoom = DEEPEST_ZOOM, onProgress } = options;
  const top = await open((sql) => heaviestZoom(sql, spec));
  const zooms: number[] = [];
  let source = "";
  for (let zoom = top; zoom >= 0; zoom--) {
    await onProgress?.(top - zoom, top + 1);
    const [from, target] = [source, suffixOf(zoom)];
    const { isSmall } = await open((sql) => generalise(sql, spec, zoom, { source: from, target }, classColumns));
    zooms.push(zoom);
    if (isSmall && zoom <= lowestZoom) break;
    source = target;
  }
  return zooms;
}

/**
 * Builds the table of one zoom from that of the next deeper one (or from the layer itself): what is smaller than a cell is gathered, by
 * cell and class, into one feature of the same total area or length; the rest is simplified. Density stays. The cell of a gathered
 * row stands beside it, and the classes in the table's comment: `refreshGeneralised` repairs a cell without asking anyone.
 *
 * @param source suffix of the table to read: "" for the layer itself, or that of the next deeper zoom's
 * @param target suffix of the table to make
 * @param classColumns columns whose values are not mixed within a cell: those that decide the colour
 * @returns whether lower zooms may be served from this table as well
 */
async function generalise(
  sql: SqlSession,
  spec: GeneralisedSpec,
  zoom: number,
  { source, target: suffix }: { source: string; target: string },
  classColumns: readonly string[],
): Promise<{ isSmall: boolean }> {
  const target = tableRef(spec.tableName, suffix);
  const query = selectGeneralised(spec, tableRef(spec.tableName, source), cellMetres(zoom), classColumns);
  // Row-level security makes the planner expect few rows, and compare each with each.
  await sql.script(`
    SET LOCAL work_mem = '64MB';
    SET LOCAL enable_nestloop = off;
    CREATE TABLE ${target} AS ${query} ORDER BY geom_3857;
    CREATE INDEX ON ${target} USING gist (geom_3857);
    COMMENT ON TABLE ${target} IS ${quoteText(JSON.stringify(classColumns))};
    ANALYZE ${target}`);
  await protect(sql, spec, suffix);
  const [size] = await sql.query<{ features: number; vertices: number }>(
    `SELECT count(*)::integer AS features, coalesce(sum(ST_NPoints(geom_3857)), 0)::integer AS vertices FROM ${target}`,
  );
  return { isSmall: size !== undefined && size.features <= SMALL_TABLE.features && size.vertices <= SMALL_TABLE.vertices };
}

const quoteText = (text: string) => `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** The longer side of a box. Built and refreshed tables must agree to the last bit, so both are written with these. */
export const sideOf = (x0: string, y0: string, x1: string, y1: string) => `greatest(${x1} - ${x0}, ${y1} - ${y0})`;
/** The cell, along one axis, of the middle of a box. */
export const cellOf = (low: string, high: string, cell: number) => `floor((${low} + ${high}) / 2 / ${cell})::integer`;

/**
 * The rows of a generalised table, out of those of `source`: a table, or a part of it that holds whole cells. Sums follow the order of
 * `fid`, so that the same features give the same row, to the last bit.
 *
 * @returns a query of fid, the fields, cell_x, cell_y (null for features drawn themselves), geom_3857
 */
export function selectGeneralised(spec: GeneralisedSpec, source: string, cell: number, classColumns: readonly string[]): string {
  const columns = fieldList(spec.fields);
  const rowColumns = fieldList(spec.fields, "r.");
  const classes = spec.fields.filter((field) => classColumns.includes(field.column)).map((field) => quoteIdentifier(field.column));
  const classList = classes.map((name) => `, ${name}`).join("");
  // Half a pixel.
  const tolerance = cell / 8;
  const [x0, y0, x1, y1] = ["ST_XMin(geom_3857)", "ST_YMin(geom_3857)", "ST_XMax(geom_3857)", "ST_YMax(geom_3857)"] as const;
  const size = sideOf(x0, y0, x1, y1);
  const { weight, gathered, drawn } = gatheringOf(spec.geometry.type, cell, tolerance);
  return `
    SELECT fid${columns}, NULL::integer AS cell_x, NULL::integer AS cell_y,
      coalesce(ST_Simplify(geom_3857, ${tolerance}), geom_3857) AS geom_3857
    FROM ${source} WHERE geom_3857 IS NOT NULL AND ${size} >= ${cell}
    UNION ALL
    SELECT r.fid${rowColumns}, c.cell_x, c.cell_y, ${drawn}
    FROM (
      SELECT (max(ARRAY[weight, -fid]))[2]::bigint * -1 AS fid, cell_x, cell_y, ${gathered}
      FROM (
        SELECT fid${classList}, geom_3857, greatest(${weight}, 1e-9) AS weight, (${x0} + ${x1}) / 2 AS x, (${y0} + ${y1}) / 2 AS y,
          ${cellOf(x0, x1, cell)} AS cell_x, ${cellOf(y0, y1, cell)} AS cell_y
        FROM ${source} WHERE geom_3857 IS NOT NULL AND ${size} < ${cell} OFFSET 0) m
      GROUP BY cell_x, cell_y${classList}) c
    JOIN ${source} r USING (fid)`;
}

/** What is measured of each small feature, what is kept of a cell (`c`), and what is drawn for it; `r` is its heaviest feature. */
function gatheringOf(type: TableSpec["geometry"]["type"], cell: number, tolerance: number) {
  const sum = (value: string) => `sum(${value} ORDER BY fid)`;
  if (type.endsWith("Polygon")) {
    return {
      weight: "ST_Area(geom_3857)",
      gathered: `sqrt(least(${sum("weight")}, ${cell * cell})) / 2 AS half, ${sum("weight * x")} / ${sum("weight")} AS x, ${sum("weight * y")} / ${sum("weight")} AS y`,
      drawn: "ST_MakeEnvelope(c.x - c.half, c.y - c.half, c.x + c.half, c.y + c.half, 3857)",
    };
  }
  if (type.endsWith("LineString")) {
    // Lines that touch are joined, so that a road cut into short pieces stays a road; a cell of nothing but crumbs becomes a stroke.
    const stroke = `ST_MakeLine(
      ST_Translate(ST_Centroid(r.geom_3857), -cos(a.angle) * c.half, -sin(a.angle) * c.half),
      ST_Translate(ST_Centroid(r.geom_3857), cos(a.angle) * c.half, sin(a.angle) * c.half))`;
    return {
      weight: "ST_Length(geom_3857)",
      gathered: `least(${sum("weight")}, ${cell}) / 2 AS half, ST_LineMerge(ST_CollectionHomogenize(ST_Collect(geom_3857 ORDER BY fid))) AS merged`,
      drawn: `coalesce(
        (SELECT ST_Simplify(ST_Collect(d.geom), ${tolerance}, true) FROM ST_Dump(c.merged) d WHERE ST_Length(d.geom) >= ${tolerance}),
        (SELECT ${stroke} FROM (SELECT atan2(ST_YMax(r.geom_3857) - ST_YMin(r.geom_3857), ST_XMax(r.geom_3857) - ST_XMin(r.geom_3857)) AS angle) a))`,
    };
  }
  return { weight: "ST_NPoints(geom_3857)", gathered: "count(*) AS features", drawn: "r.geom_3857" };
}
