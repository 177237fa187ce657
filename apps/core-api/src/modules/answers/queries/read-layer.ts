import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Lens } from "../../../layer-store/lens/lens.ts";
import { rowsOf } from "../../../layer-store/lens/lensed-rows.ts";
import { attributeList, attributeTexts } from "../../../layer-store/tables/attribute-columns.ts";

/** More features than this at one place are not read: the layer then could not be checked. */
export const MOST_ROWS = 3_000;
/** The nearest things of a layer that a report may list; the others are counted. */
export const MOST_FEATURES = 300;
/** Geometries with more vertices are cut to the surroundings of the place before they are measured. */
const MANY_VERTICES = 200;
/** Up to so many areas, the general union costs less than the call of the quick one. */
const FEW_PARTS = 8;

/** A layer, whole or through the lens of its reader. */
export interface ReadLayer {
  tableName: string;
  srid: number;
  fields: readonly LayerField[];
  lens: Lens | null;
  /** A box in Web Mercator around all that is looked at: only what meets it is cut by the lens. */
  around: Bbox;
}

export interface LayerAtPlace extends ReadLayer {
  /** The fields in which features on the place must agree to be one thing. */
  apart: readonly LayerField[];
  toleranceM: number;
  ringM: number;
  /** The least and the greatest common area that its sources count: below the one nothing counts, from the other on all do. */
  leastM2: number;
  enoughM2: number;
}

/** A thing at the place: a feature, or several areas that are one. */
export interface MeasuredRow {
  /** The layer's index in the list that was asked for. */
  layer: number;
  fid: number;
  fids: number[];
  dimension: number;
  nowM2: number;
  grownM2: number;
  shrunkM2: number;
  nowM: number;
  grownM: number;
  shrunkM: number;
  nowCount: number;
  grownCount: number;
  shrunkCount: number;
  coversPlace: boolean;
  distanceM: number;
  /** All things within reach in the layer; and rows that were read for them. */
  total: number;
  rows: number;
}

/**
 * The features of layers on the place or within the ring, nearest first. The index on `geom` finds them by the place's box in the layer's
 * CRS. Each is measured in the place's metric CRS; a border of a hundred thousand vertices is cut to the surroundings of the place first.
 * Areas on the place that agree in `apart` are united before they are measured. One statement asks all layers: reading it costs
 * PostgreSQL more than running it.
 *
 * @param metric the place as hexadecimal EWKB in the metric CRS `crs`
 */
export function measuredRows(
  sql: SqlSession,
  { metric, crs }: { metric: string; crs: number },
  layers: readonly LayerAtPlace[],
): Promise<MeasuredRow[]> {
  return sql.query<MeasuredRow>(measureSql(layers, crs), [
    metric,
    layers.map(({ toleranceM }) => toleranceM),
    layers.map(({ toleranceM, ringM }) => Math.max(toleranceM, ringM)),
    layers.map(({ srid }) => srid),
    layers.map(({ leastM2 }) => leastM2),
    layers.map(({ enoughM2 }) => enoughM2),
  ]);
}

/**
 * $1 the place, $2 the tolerances, $3 how far to look, $4 the layers' CRS, $5 and $6 the least and the greatest area that counts. To clip
 * areas is what costs, so the figures of the grown and of the shrunk place are only as exact as `relationOf` needs them.
 */
function measureSql(layers: readonly LayerAtPlace[], crs: number): string {
  return `
    WITH asked AS MATERIALIZED (
      SELECT (layer - 1)::integer AS layer, tolerance, reach, srid, least, enough, $1::geometry AS m, ST_Dimension($1::geometry) AS dimension,
        ST_Expand($1::geometry, reach * 1.01 + 1) AS box
      FROM unnest($2::float8[], $3::float8[], $4::integer[], $5::float8[], $6::float8[])
        WITH ORDINALITY AS l (tolerance, reach, srid, least, enough, layer)
    ), place AS MATERIALIZED (
      SELECT layer, tolerance, reach, least, enough, m, dimension, ST_Area(m) AS m2, ST_Buffer(m, tolerance) AS grown,
        CASE WHEN dimension = 2 THEN ST_Buffer(m, -tolerance) END AS shrunk, ST_Expand(m, 4 * tolerance + 1) AS surroundings,
        CASE WHEN srid = ${Number(crs)} THEN box ELSE ST_Envelope(ST_Transform(ST_Segmentize(box, reach / 4 + 100), srid)) END AS box
      FROM asked
    ), near AS MATERIALIZED (${layers.map((layer, index) => nearSql(layer, index, crs)).join(" UNION ALL ")}
    ), cut AS MATERIALIZED (
      SELECT n.layer, n.fid, n.distance, n.dimension, n.same, CASE WHEN n.distance > p.tolerance THEN NULL
          WHEN ST_NPoints(n.g) <= ${MANY_VERTICES} THEN n.g
          ELSE ST_CollectionExtract(ST_Intersection(n.g, p.surroundings), n.dimension + 1) END AS g
      FROM near n JOIN place p USING (layer)
    ), things AS MATERIALIZED (
      SELECT layer, min(fid) AS fid, (array_agg(fid ORDER BY fid))[1:50] AS fids, dimension, min(distance) AS distance,
        array_agg(g ORDER BY fid) FILTER (WHERE g IS NOT NULL) AS gs, count(*) AS parts
      FROM cut GROUP BY layer, dimension, same, CASE WHEN same IS NULL THEN fid END
    ), nearest AS MATERIALIZED (
      SELECT *, count(*) OVER (PARTITION BY layer) AS total, sum(parts) OVER (PARTITION BY layer) AS rows,
        row_number() OVER (PARTITION BY layer ORDER BY distance, fid) AS rank
      FROM things
    ), united AS MATERIALIZED (
      SELECT layer, fid, fids, dimension, distance, total, rows,
        CASE WHEN cardinality(gs) = 1 THEN gs[1] WHEN dimension = 2 AND cardinality(gs) > ${FEW_PARTS} THEN app.united_areas(gs) ELSE ST_UnaryUnion(ST_Collect(gs)) END AS g
      FROM nearest WHERE rank <= ${MOST_FEATURES}
    ), compared AS MATERIALIZED (
      SELECT x.*, p.m, p.m2, p.grown, p.shrunk, p.tolerance, p.least, p.enough, p.dimension AS "placeDimension",
        x.dimension = 2 AND p.dimension = 2 AND x.g IS NOT NULL AS "isArea", coalesce(x.dimension = 2 AND ST_Covers(x.g, p.m), false) AS covers,
        coalesce(x.dimension = 2 AND p.dimension = 2 AND ST_Covers(p.shrunk, x.g), false) AS "isWithin"
      FROM united x JOIN place p USING (layer)
    ), common AS MATERIALIZED (
      SELECT *, CASE WHEN NOT "isArea" THEN 0 WHEN covers THEN m2 WHEN "isWithin" THEN ST_Area(g) ELSE ${areaIn("m")} END AS now,
        m2 - coalesce(ST_Area(shrunk), 0) AS rim
      FROM compared
    ), safe AS MATERIALIZED (
      SELECT *, CASE WHEN now = 0 OR now < least THEN 0 WHEN "isWithin" THEN now WHEN covers THEN ST_Area(shrunk)
        WHEN now - rim > 0 AND now - rim >= enough THEN now - rim
        ELSE ${areaIn("shrunk")} END AS sure
      FROM common
    )
    SELECT layer, fid, fids, dimension, distance AS "distanceM", total::integer AS total, rows::integer AS rows, now AS "nowM2",
      CASE WHEN NOT "isArea" THEN 0 WHEN now > 0 AND now >= enough THEN now ELSE ${areaIn("grown")} END AS "grownM2",
      CASE WHEN now = 0 OR now < least OR "isWithin" OR (sure > 0 AND sure >= enough) THEN sure
        ELSE greatest(sure, ST_Area(ST_Intersection(ST_Buffer(g, -tolerance), m))) END AS "shrunkM2",
      ${lengthIn("m")} AS "nowM", ${lengthIn("grown")} AS "grownM", ${lengthIn("shrunk")} AS "shrunkM",
      ${countIn("m", "distance = 0")} AS "nowCount", ${countIn("grown", "distance <= tolerance")} AS "grownCount",
      ${countIn("shrunk", "distance = 0 AND ST_Distance(ST_Boundary(g), m) > tolerance")} AS "shrunkCount", covers AS "coversPlace"
    FROM safe ORDER BY layer, distance, fid`;
}

/**
 * The features of one layer within reach. Each level is computed once for a feature (`OFFSET 0`). What is known of the layer is written as
 * numbers: planning a subquery for each would take longer than running them.
 */
function nearSql(layer: LayerAtPlace, index: number, crs: number): string {
  const { srid, apart, toleranceM, ringM } = layer;
  const metric = srid === crs ? "ST_Force2D(t.geom)" : `ST_Transform(ST_Force2D(t.geom), ${Number(crs)})`;
  const columns = apart.map(({ column }) => quoteIdentifier(column));
  const same = columns.map((_column, at) => `coalesce(d.a${at}::text, chr(1))`);
  // A function takes at most 100 values.
  const key = same.length === 0 ? "'same'" : `ARRAY[${same.join(", ")}]::text`;
  const kept = columns.map((column, at) => `, t.${column} AS a${at}`).join("");
  return `
      (SELECT ${index} AS layer, d.fid, d.g, d.distance, d.dimension,
        CASE WHEN d.dimension = 2 AND d.distance <= ${Number(toleranceM)} THEN ${key} END AS same
      FROM (SELECT v.*, CASE WHEN ST_Intersects($1::geometry, v.g) THEN 0 ELSE ST_Distance(v.g, $1::geometry) END AS distance,
          ST_Dimension(v.g) AS dimension
        FROM (SELECT r.*, CASE WHEN ST_IsValid(r.raw) THEN r.raw ELSE ST_MakeValid(r.raw) END AS g
          FROM (SELECT t.fid, ${metric} AS raw${kept} FROM ${rowsAround(layer)} t
            WHERE t.geom && (SELECT box FROM place WHERE layer = ${index}) OFFSET 0) r
          OFFSET 0) v OFFSET 0) d
      WHERE d.distance <= ${Math.max(Number(toleranceM), Number(ringM))} LIMIT ${MOST_ROWS + 1})`;
}

const rowsAround = (layer: ReadLayer) => rowsOf(layer, `ST_MakeEnvelope(${layer.around.map(Number).join(", ")}, 3857)`);

const areaIn = (place: string) => `coalesce(ST_Area(ST_Intersection(g, ${place})), 0)`;
const lengthIn = (place: string) =>
  `CASE WHEN dimension = 1 AND g IS NOT NULL THEN coalesce(ST_Length(ST_Intersection(g, ${place})), 0) ELSE 0 END`;
/** The points of a feature in the place; for an area and a place that is a point, whether it counts as on it. */
const countIn = (place: string, isOn: string) =>
  `CASE WHEN g IS NULL THEN 0 WHEN dimension = 0 THEN coalesce(ST_NPoints(ST_Intersection(g, ${place})), 0)
        WHEN dimension = 2 AND "placeDimension" = 0 THEN (${isOn})::integer ELSE 0 END::integer`;

/** The attributes of features of layers, as texts in the order of the fields. `layer` is the index in `wanted`. */
export function attributeRows(
  sql: SqlSession,
  wanted: readonly (ReadLayer & { fids: readonly number[] })[],
): Promise<{ layer: number; fid: number; texts: (string | null)[] }[]> {
  const parts = wanted.map(
    (layer, index) =>
      `SELECT ${index} AS layer, fid, ${attributeTexts(layer.fields, "t")} AS texts FROM ${rowsAround(layer)} t WHERE fid = ANY ($${index + 1}::bigint[])`,
  );
  return sql.query(
    parts.join(" UNION ALL "),
    wanted.map(({ fids }) => fids),
  );
}

/** Runs statements so that their failure leaves the transaction usable. */
export async function apart<T>(sql: SqlSession, work: () => Promise<T>): Promise<T> {
  await sql.script("SAVEPOINT layer");
  try {
    const result = await work();
    await sql.script("RELEASE SAVEPOINT layer");
    return result;
  } catch (error) {
    await sql.script("ROLLBACK TO SAVEPOINT layer");
    throw error;
  }
}

/** The features of these communes, by the field with the code. */
export function communeRows(
  sql: SqlSession,
  layer: Omit<ReadLayer, "around">,
  codeColumn: string,
  codes: readonly string[],
): Promise<(Record<string, unknown> & { fid: number })[]> {
  return sql.query(
    `SELECT fid${attributeList(layer.fields, "t")} FROM ${rowsOf(layer)} t WHERE t.${quoteIdentifier(codeColumn)}::text = ANY ($1::text[])
     ORDER BY fid LIMIT ${MOST_FEATURES + 1}`,
    [codes],
  );
}
