import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { atFullSpeed, SMALL_SAMPLE } from "./at-full-speed.ts";
import { BOX, cellMetres, sideOf } from "./cells.ts";
import { DEEPEST_ZOOM, heaviestZoom, type LayerExtent, readExtent } from "./heavy-zooms.ts";
import type { Lane } from "./lane.ts";
import { fieldList, type OpenSession, protect, type TableSpec, tableRef } from "./layer-table.ts";

/** Once a generalised table is this small, it serves all zooms below it too. */
const SMALL_TABLE = { features: 1_500, vertices: 50_000 };

/** What generalising needs of a layer. Rows are read in Web Mercator, so it needs neither the CRS nor heights. */
export type GeneralisedSpec = Omit<TableSpec, "geometry"> & { geometry: Pick<TableSpec["geometry"], "type"> };

/** The suffix of the generalised table of a zoom. */
export function generalisedSuffix(zoom: number): string {
  return `_g${zoom}`;
}

export interface GeneraliseOptions {
  /** Columns whose values are not mixed within a cell: those that decide the colour. */
  classColumns: readonly string[];
  /** Suffix of the table of a zoom; by default the one that tiles read. */
  suffixOf?: (zoom: number) => string;
  /** Builds tables down to this zoom, even where a table above it would do. */
  lowestZoom?: number;
  /** The result of a previous reading of the layer, if there is one. */
  extent?: LayerExtent;
  /** Where the indexes of the tables are made; by default each with its table. */
  indexes?: Lane;
  onProgress?: (done: number, total: number) => void | Promise<void>;
}

/** Builds the generalised tables of a layer from the deepest zoom down, one transaction per zoom. @returns the zooms with a table */
export async function generaliseLayer(open: OpenSession, spec: GeneralisedSpec, options: GeneraliseOptions): Promise<number[]> {
  const { classColumns, suffixOf = generalisedSuffix, lowestZoom = DEEPEST_ZOOM, indexes, onProgress } = options;
  const { top, largest } = await open(async (sql) => {
    await atFullSpeed(sql);
    const extent = options.extent ?? (await readExtent(sql, spec));
    return { top: await heaviestZoom(sql, spec, classColumns, extent), largest: extent.largest };
  });
  const zooms: number[] = [];
  let source = { suffix: "", largest };
  for (let zoom = top; zoom >= 0; zoom--) {
    await onProgress?.(top - zoom, top + 1);
    const [from, target] = [source, suffixOf(zoom)];
    const made = await open(async (sql) => {
      const table = await generalise(sql, spec, zoom, { source: from, target }, classColumns);
      if (!indexes) await indexGeneralised(sql, spec, target);
      return table;
    });
    indexes?.add((sql) => indexGeneralised(sql, spec, target));
    zooms.push(zoom);
    if (made.isSmall && zoom <= lowestZoom) break;
    source = { suffix: target, largest: made.largest };
  }
  return zooms;
}

/**
 * Builds the table of one zoom from that of the next deeper one (or from the layer itself). Features smaller than a cell are merged, by
 * cell and class, into one feature of the same total area or length; the others are simplified. The density stays. The cell of a merged row
 * is stored beside it, and the classes in the table's comment: `refreshGeneralised` repairs a cell with these alone.
 *
 * @param source the table to read, by its suffix ("" for the layer itself, or that of the next deeper zoom's), and its largest feature
 * @param target suffix of the table to make
 * @param classColumns columns whose values are not mixed within a cell: those that decide the colour
 * @returns whether lower zooms may be served from this table as well
 */
async function generalise(
  sql: SqlSession,
  spec: GeneralisedSpec,
  zoom: number,
  { source, target: suffix }: { source: { suffix: string; largest: number }; target: string },
  classColumns: readonly string[],
): Promise<{ isSmall: boolean; largest: number }> {
  const target = tableRef(spec.tableName, suffix);
  const query = selectGeneralised(spec, tableRef(spec.tableName, source.suffix), cellMetres(zoom), classColumns, source.largest);
  // Row-level security makes the planner expect few rows, and choose nested loops. A hash join keeps the order of the rows that are looked
  // up, which is the Hilbert order of the source, so nothing is sorted again. Workers would only read rows, and handing these over costs more.
  await atFullSpeed(sql);
  await sql.script(`
    SET LOCAL enable_nestloop = off;
    SET LOCAL enable_mergejoin = off;
    SET LOCAL max_parallel_workers_per_gather = 0;
    ${SMALL_SAMPLE};
    CREATE TABLE ${target} AS ${query};
    COMMENT ON TABLE ${target} IS ${quoteText(JSON.stringify(classColumns))};
    ANALYZE ${target}`);
  await protect(sql, spec, suffix);
  const largest = await largestOf(sql, spec, target, Math.max(source.largest, cellMetres(zoom)));
  return { isSmall: await isSmall(sql, target), largest };
}

async function indexGeneralised(sql: SqlSession, spec: GeneralisedSpec, suffix: string): Promise<void> {
  await atFullSpeed(sql);
  await sql.script(`CREATE INDEX ON ${tableRef(spec.tableName, suffix)} USING gist (geom_3857)`);
}

/** The longer side of the largest row, or a bound of it: only joined lines can be longer than a cell and all that they were made of. */
async function largestOf(sql: SqlSession, spec: GeneralisedSpec, table: string, bound: number): Promise<number> {
  if (!spec.geometry.type.endsWith("LineString")) return bound;
  const [row] = await sql.query<{ largest: number }>(`SELECT coalesce(max(${sideOf(...BOX)}), 0) AS largest FROM ${table}`);
  return row?.largest ?? bound;
}

/** Whether lower zooms may be served from this table as well. Large tables are not counted: the estimate of ANALYZE is near enough. */
async function isSmall(sql: SqlSession, table: string): Promise<boolean> {
  const [guess] = await sql.query<{ features: number }>(
    "SELECT reltuples::float8 AS features FROM pg_class WHERE oid = $1::text::regclass",
    [table],
  );
  if (guess && guess.features > 2 * SMALL_TABLE.features) return false;
  const [size] = await sql.query<{ features: number; vertices: number }>(
    `SELECT count(*)::integer AS features, coalesce(sum(ST_NPoints(geom_3857)), 0)::integer AS vertices FROM ${table}`,
  );
  if (!size) throw new Error("an aggregate gives a row");
  return size.features <= SMALL_TABLE.features && size.vertices <= SMALL_TABLE.vertices;
}

const quoteText = (text: string) => `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/**
 * The rows of a generalised table, computed from those of `source`: a table, or a part of it that holds whole cells. Sums follow the order
 * of `fid`, so that the same features give the same row, to the last bit.
 *
 * @param largest longer side of the largest feature of the source: without large features, the query does not search for any
 * A cell is one number while rows are sorted and merged: both its coordinates, 32 bits each.
 *
 * @returns a query of fid, the fields, cell_x, cell_y (null for features drawn themselves), geom_3857
 */
export function selectGeneralised(
  spec: GeneralisedSpec,
  source: string,
  cell: number,
  classColumns: readonly string[],
  largest = Number.POSITIVE_INFINITY,
): string {
  const columns = fieldList(spec.fields);
  const rowColumns = fieldList(spec.fields, "r.");
  const classes = spec.fields.filter((field) => classColumns.includes(field.column)).map((field) => quoteIdentifier(field.column));
  const classList = classes.map((name) => `, ${name}`).join("");
  // Half a pixel.
  const tolerance = cell / 8;
  const { weight, gathered, drawn, readsShapes } = gatheringOf(spec.geometry.type, cell, tolerance);
  const [hasLarge, side] = [largest >= cell, sideOf(...SIDES)];
  // The box of a shape costs as much as its area, and would be computed for each of its sides: OFFSET 0 keeps it as a column.
  const boxed = (more: string) => `(SELECT fid${more}, geom_3857::box3d AS _box FROM ${source} WHERE geom_3857 IS NOT NULL OFFSET 0) b`;
  const large = `
    SELECT fid${columns}, NULL::integer AS cell_x, NULL::integer AS cell_y,
      coalesce(ST_Simplify(geom_3857, ${tolerance}), geom_3857) AS geom_3857
    FROM ${boxed(`${columns}, geom_3857`)} WHERE ${side} >= ${cell}
    UNION ALL`;
  return `${hasLarge ? large : ""}
    SELECT r.fid${rowColumns}, (c._cell >> 32)::integer AS cell_x, ((c._cell & ${2 ** 32 - 1}) - ${2 ** 31})::integer AS cell_y, ${drawn} AS geom_3857
    FROM (
      SELECT (max(ARRAY[_weight, -fid]))[2]::bigint * -1 AS fid, _cell, ${gathered}
      FROM (
        SELECT *, (floor(_x / ${cell})::bigint << 32) + floor(_y / ${cell})::bigint + ${2 ** 31} AS _cell
        FROM (
          SELECT *, (${SIDES[0]} + ${SIDES[2]}) / 2 AS _x, (${SIDES[1]} + ${SIDES[3]}) / 2 AS _y
          FROM ${boxed(`${classList}${readsShapes ? ", geom_3857" : ""}, greatest(${weight}, 1e-9) AS _weight`)}
          ${hasLarge ? `WHERE ${side} < ${cell}` : ""} OFFSET 0) p
        OFFSET 0) m
      GROUP BY _cell${classList}) c
    JOIN ${source} r USING (fid)`;
}

/** SQL of the sides of a box that is a column. */
const SIDES = ["ST_XMin(_box)", "ST_YMin(_box)", "ST_XMax(_box)", "ST_YMax(_box)"] as const;

/** What is measured of each small feature (`_weight`, `_x`, `_y`, `_cell`: no field has these names), what is kept of a cell (`c`), and its drawing; `r` is its heaviest feature. */
function gatheringOf(type: TableSpec["geometry"]["type"], cell: number, tolerance: number) {
  const sum = (value: string) => `sum(${value} ORDER BY fid)`;
  if (type.endsWith("Polygon")) {
    return {
      weight: "ST_Area(geom_3857)",
      gathered: `sqrt(least(${sum("_weight")}, ${cell * cell})) / 2 AS half, ${sum("_weight * _x")} / ${sum("_weight")} AS x, ${sum("_weight * _y")} / ${sum("_weight")} AS y`,
      drawn: "ST_MakeEnvelope(c.x - c.half, c.y - c.half, c.x + c.half, c.y + c.half, 3857)",
      readsShapes: false,
    };
  }
  if (type.endsWith("LineString")) {
    // Lines that touch are joined, so that a road cut into short pieces stays a road; a cell with only fragments becomes a stroke.
    const stroke = `ST_MakeLine(
      ST_Translate(ST_Centroid(r.geom_3857), -cos(a.angle) * c.half, -sin(a.angle) * c.half),
      ST_Translate(ST_Centroid(r.geom_3857), cos(a.angle) * c.half, sin(a.angle) * c.half))`;
    return {
      weight: "ST_Length(geom_3857)",
      gathered: `least(${sum("_weight")}, ${cell}) / 2 AS half, ST_LineMerge(ST_CollectionHomogenize(ST_Collect(geom_3857 ORDER BY fid))) AS merged`,
      drawn: `coalesce(
        (SELECT ST_Simplify(ST_Collect(d.geom), ${tolerance}, true) FROM ST_Dump(c.merged) d WHERE ST_Length(d.geom) >= ${tolerance}),
        (SELECT ${stroke} FROM (SELECT atan2(ST_YMax(r.geom_3857) - ST_YMin(r.geom_3857), ST_XMax(r.geom_3857) - ST_XMin(r.geom_3857)) AS angle) a))`,
      readsShapes: true,
    };
  }
  return { weight: "ST_NPoints(geom_3857)", gathered: "count(*) AS features", drawn: "r.geom_3857", readsShapes: false };
}
