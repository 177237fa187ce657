import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { type Changes, comparedStates, type VersionRow } from "../revisions/history.ts";
import { attributeList } from "../tables/attribute-columns.ts";
import { tableRef } from "../tables/layer-table.ts";
import { givers, type Lens } from "./lens.ts";

/** The areas of sets of grants, by the ids of each set: EWKB in Web Mercator, in hexadecimal. */
export type LensAreas = ReadonlyMap<string, string | null>;

/** The sets of grants whose areas a history needs: all of them, and those that give each column. */
function setsOf(lens: Lens, fields: readonly LayerField[]): string[][] {
  const sets = [lens.grants.map(({ id }) => id), ...fields.map(({ column }) => givers(lens, column))];
  return [...new Map(sets.map((ids) => [ids.join(), ids])).values()];
}

/** Reads the areas in the scope of the grants, where alone they are known. */
export async function areasOf(sql: SqlSession, lens: Lens, fields: readonly LayerField[]): Promise<LensAreas> {
  const areas = new Map<string, string | null>();
  for (const ids of setsOf(lens, fields)) {
    const [row] = await sql.query<{ area: string | null }>("SELECT app.lens_area($1::uuid, $2::uuid[])::text AS area", [lens.layerId, ids]);
    areas.set(ids.join(), row?.area ?? null);
  }
  return areas;
}

/** A layer whose history is read through a lens. `fields`: those that the lens shows. */
export interface LensedHistory {
  tableName: string;
  srid: number;
  fields: readonly LayerField[];
  lens: Lens;
}

/**
 * Makes of rows of a history what a lens shows of them: a FROM item without alias, with the columns `fid, version, operation, changed_at`, the shown
 * fields and `geom`. Each row is cut, emptied or left out as the feature would be if it still were so.
 *
 * @param params of the statement; the areas are added
 */
export function narrowing({ srid, fields, lens }: LensedHistory, areas: LensAreas, params: unknown[]): (rows: string) => string {
  const names = new Map<string, string>();
  const areaOf = (ids: readonly string[]) => {
    const key = ids.join();
    const known = names.get(key) ?? `$${params.push(areas.get(key) ?? null)}::geometry`;
    names.set(key, known);
    return known;
  };
  const all = lens.grants.map(({ id }) => id);
  const hasWhole = (ids: readonly string[]) => lens.grants.some(({ id, hasArea }) => !hasArea && ids.includes(id));
  const seenIn = (ids: readonly string[]) => (hasWhole(ids) ? "true" : `app.is_partly_in(v._shape, ${areaOf(ids)})`);
  const values = fields.map(({ column }) => {
    const name = quoteIdentifier(column);
    return `, CASE WHEN ${seenIn(givers(lens, column))} THEN v.${name} END AS ${name}`;
  });
  const cut = () => `ST_CollectionExtract(ST_Intersection(v._shape, ${areaOf(all)}), ST_Dimension(v._shape) + 1)`;
  const geom = hasWhole(all)
    ? "v.geom"
    : `CASE WHEN ST_Contains(${areaOf(all)}, v._shape) THEN v.geom ELSE ST_Transform(${cut()}, ${Number(srid)}) END`;
  return (rows) => `(SELECT s.* FROM (SELECT v.fid, v.version, v.operation, v.changed_at, ${geom} AS geom${values.join("")}
      FROM (SELECT r.*, ST_Transform(r.geom, 3857) AS _shape FROM ${rows} r OFFSET 0) v
      WHERE ${seenIn(all)} IS TRUE OFFSET 0) s
    WHERE s.geom IS NULL OR NOT ST_IsEmpty(s.geom))`;
}

/**
 * The versions of a feature through a lens, oldest first. Runs in the scope of the platform, because no policy shows histories through grants.
 */
export function versionsThrough(sql: SqlSession, source: LensedHistory, areas: LensAreas, fid: number): Promise<VersionRow[]> {
  const params: unknown[] = [fid];
  const narrowed = narrowing(source, areas, params);
  return sql.query<VersionRow>(
    `SELECT s.fid, s.version, s.operation, s.changed_at AS "changedAt", NULL::uuid AS "contributionId",
       ST_AsGeoJSON(ST_Transform(s.geom, 4326), 7) AS geojson${attributeList(source.fields, "s")}
     FROM ${narrowed(`(SELECT * FROM ${tableRef(source.tableName, "_history")} WHERE fid = $1::bigint)`)} s ORDER BY s.version`,
    params,
  );
}

/** With a longer history, narrowing its states takes seconds. */
const MOST_VERSIONS = 300_000;

/**
 * Features that a lens shows otherwise at two moments, as `changesBetween`. What changed outside, or in columns that are not given, differs in nothing.
 * In the scope of the platform. Null when the history is too long.
 */
export async function changesThrough(
  sql: SqlSession,
  source: LensedHistory,
  areas: LensAreas,
  moments: { from: Date; to: Date },
  page: { limit: number; offset: number },
): Promise<Changes | null> {
  const history = tableRef(source.tableName, "_history");
  const [size] = await sql.query<{ versions: number }>("SELECT reltuples::float8 AS versions FROM pg_class WHERE oid = $1::regclass", [
    history,
  ]);
  if ((size?.versions ?? 0) > MOST_VERSIONS) return null;
  const params: unknown[] = [moments.from, moments.to];
  const narrowed = narrowing(source, areas, params);
  const last = (moment: string) =>
    `SELECT DISTINCT ON (fid) * FROM ${history} WHERE changed_at <= ${moment}::timestamptz ORDER BY fid, version DESC`;
  const other = (own: string, others: string) =>
    narrowed(
      `(SELECT o.* FROM ${own} o LEFT JOIN ${others} w USING (fid) WHERE o.operation <> 'delete' AND w.version IS DISTINCT FROM o.version)`,
    );
  const states = `last_b AS MATERIALIZED (${last("$1")}), last_a AS MATERIALIZED (${last("$2")}),
    b AS MATERIALIZED (SELECT * FROM ${other("last_b", "last_a")} n), a AS MATERIALIZED (SELECT * FROM ${other("last_a", "last_b")} n)`;
  // A cut shape may begin at another corner: shapes are compared by what is seen of them.
  const shapeOf = (side: string) => `ST_AsText(ST_Normalize(${side}.geom), 6)`;
  const found = await comparedStates(sql, source.fields, { states, shapeOf, params }, page);
  // Features that changed in between and are the same at both moments may have changed elsewhere alone.
  return { ...found, returned: 0 };
}
