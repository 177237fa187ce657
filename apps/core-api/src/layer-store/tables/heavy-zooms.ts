import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { HALF_WORLD_METRES } from "@archipel/geo/mercator.ts";
import { tileSizeMetres } from "@archipel/geo/tile-math.ts";
import { BOX, cellMetres, cellOf, sideOf } from "./cells.ts";
import { type TableSpec, tableRef } from "./layer-table.ts";
import { FARTHEST_METRES } from "./web-mercator.ts";

/** The deepest zoom that may get a table of its own. */
export const DEEPEST_ZOOM = 14;
/** A zoom whose fullest tile exceeds this is served from a generalised table. High zooms show the features themselves for longer. */
const MAX_FEATURES_A_TILE = { far: 5_000, near: 20_000, nearFromZoom: 11 };
const MAX_VERTICES_A_TILE = 150_000;
/**
 * Up to this multiple of the limit, a zoom only gets a table if that halves the features; else the table would nearly be a copy of the
 * layer.
 */
const TOLERANCE = 2;
/** A layer with fewer features and a smaller table than this cannot fill a tile. */
export const LIGHT_LAYER = { features: MAX_FEATURES_A_TILE.far, bytes: 1_000_000 };

/** What one reading of a whole layer finds. */
export interface LayerExtent {
  features: number;
  /** Features without a geometry in Web Mercator. */
  unplaced: number;
  /** Some geometry lies where it cannot be drawn. Possible only while a layer is being made; the other values are then unreliable. */
  isMisplaced: boolean;
  /** Web Mercator; null when no feature is placed. */
  box: Bbox | null;
  /** The longer side of the largest feature, in Web Mercator metres. */
  largest: number;
  /** For each zoom, deepest first: the content and place of its fullest tile. */
  fullest: { zoom: number; features: number; vertices: number; x: number; y: number }[];
}

type Layer = Pick<TableSpec, "tableName">;

/** Reads a layer once. OFFSET 0 keeps a box from being computed for each of its uses: one process then needs half of what three did. */
export async function readExtent(sql: SqlSession, { tableName }: Layer): Promise<LayerExtent> {
  const size = tileSizeMetres(DEEPEST_ZOOM);
  const tile = (low: string, high: string) =>
    `floor((least(greatest((${low} + ${high}) / 2, ${-HALF_WORLD_METRES}), ${HALF_WORLD_METRES}) + ${HALF_WORLD_METRES}) / ${size})::integer`;
  // Row-level security makes the planner expect few rows, and sort them.
  await sql.script("SET LOCAL enable_sort = off");
  const zooms = Array.from({ length: DEEPEST_ZOOM + 1 }, (_, index) => DEEPEST_ZOOM - index);
  const [row] = await sql.query<Omit<LayerExtent, "isMisplaced" | "box"> & { empty: number; west: number | null } & Record<Side, number>>(
    `WITH tiles AS MATERIALIZED (
       SELECT ${tile("x0", "x1")} AS x, ${tile("y0", "y1")} AS y, count(*) AS rows, count(points)::float8 AS features,
         sum(points)::float8 AS vertices, min(x0) AS west, min(y0) AS south, max(x1) AS east, max(y1) AS north,
         max(${sideOf("x0", "y0", "x1", "y1")}) AS largest
       FROM (
         SELECT points, ST_XMin(box) AS x0, ST_YMin(box) AS y0, ST_XMax(box) AS x1, ST_YMax(box) AS y1
         FROM (SELECT box3d(geom_3857) AS box, ST_NPoints(geom_3857) AS points FROM ${tableRef(tableName)} OFFSET 0) b OFFSET 0) s
       GROUP BY 1, 2),
     ${zooms.map((zoom) => `z${zoom} AS MATERIALIZED (${tilesOf(zoom)})`).join(",")}
     SELECT coalesce(sum(rows), 0)::float8 AS features, coalesce(sum(rows - features), 0) AS unplaced,
       coalesce(sum(features) FILTER (WHERE x IS NULL), 0) AS empty, coalesce(max(largest), 0) AS largest,
       min(west) AS west, min(south) AS south, max(east) AS east, max(north) AS north,
       (SELECT coalesce(json_agg(json_build_object('zoom', zoom, 'features', most[1], 'vertices', vertices, 'x', most[2], 'y', most[3])
          ORDER BY zoom DESC), '[]') FROM (${zooms.map(fullestOf).join(" UNION ALL ")}) q WHERE vertices > 0) AS fullest
     FROM tiles`,
  );
  await sql.script("SET LOCAL enable_sort = on");
  if (!row) throw new Error("an aggregate gives a row");
  const { empty, west, south, east, north, ...counted } = row;
  const box: Bbox | null = west === null ? null : [west, south, east, north];
  const isInside = box?.every((side) => Math.abs(side) <= FARTHEST_METRES) ?? true;
  return { ...counted, box, isMisplaced: empty > 0 || !isInside || !Number.isFinite(row.largest) };
}

type Side = "south" | "east" | "north";

/** Computes each zoom from the next deeper one: four tiles make one. */
function tilesOf(zoom: number): string {
  if (zoom === DEEPEST_ZOOM) return "SELECT x, y, features, vertices FROM tiles WHERE x IS NOT NULL";
  return `SELECT x >> 1 AS x, y >> 1 AS y, sum(features) AS features, sum(vertices) AS vertices FROM z${zoom + 1} GROUP BY 1, 2`;
}

const fullestOf = (zoom: number) => `SELECT ${zoom} AS zoom, max(ARRAY[features, x, y]) AS most, max(vertices) AS vertices FROM z${zoom}`;

/**
 * The deepest zoom whose fullest tile is too heavy to be drawn from the features themselves; -1 when there is no heavy zoom.
 *
 * @param classColumns columns whose values are not mixed when features are merged
 */
export async function heaviestZoom(sql: SqlSession, layer: Layer, classColumns: readonly string[], extent: LayerExtent): Promise<number> {
  for (const tile of extent.fullest) {
    const most = tile.zoom < MAX_FEATURES_A_TILE.nearFromZoom ? MAX_FEATURES_A_TILE.far : MAX_FEATURES_A_TILE.near;
    if (tile.vertices > MAX_VERTICES_A_TILE || tile.features > most * TOLERANCE) return tile.zoom;
    if (tile.features > most && (await gathered(sql, layer, tile, classColumns)) * 2 <= tile.features) return tile.zoom;
  }
  return -1;
}

/** Number of rows that a tile would have in the generalised table of its zoom. */
async function gathered(sql: SqlSession, layer: Layer, tile: { zoom: number; x: number; y: number }, classColumns: readonly string[]) {
  const size = tileSizeMetres(tile.zoom);
  const [west, south] = [tile.x * size - HALF_WORLD_METRES, tile.y * size - HALF_WORLD_METRES];
  const cell = cellMetres(tile.zoom);
  const [x0, y0, x1, y1] = BOX;
  const isSmall = `${sideOf(x0, y0, x1, y1)} < ${cell}`;
  const classes = classColumns.map((column) => `, ${quoteIdentifier(column)}`).join("");
  const [row] = await sql.query<{ rows: number }>(
    `SELECT count(*)::integer AS rows FROM (
       SELECT DISTINCT ${cellOf(x0, x1, cell)}, ${cellOf(y0, y1, cell)}${classes}, CASE WHEN NOT ${isSmall} THEN fid END
       FROM ${tableRef(layer.tableName)} WHERE geom_3857 && ST_MakeEnvelope(${west}, ${south}, ${west + size}, ${south + size}, 3857)) q`,
  );
  return row?.rows ?? 0;
}
