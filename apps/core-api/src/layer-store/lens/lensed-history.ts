import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { VersionRow } from "../revisions/history.ts";
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

/**
 * The versions of a feature through a lens, oldest first: each is cut, emptied or left out as the feature would be if it still were so. Runs in
 * the scope of the platform, because no policy shows histories through grants.
 *
 * @param fields those that the lens shows
 */
export function versionsThrough(
  sql: SqlSession,
  { tableName, srid, fields, lens }: { tableName: string; srid: number; fields: readonly LayerField[]; lens: Lens },
  areas: LensAreas,
  fid: number,
): Promise<VersionRow[]> {
  const params: unknown[] = [fid];
  const names = new Map<string, string>();
  const areaOf = (ids: readonly string[]) => {
    const key = ids.join();
    const known = names.get(key) ?? `$${params.push(areas.get(key) ?? null)}::geometry`;
    names.set(key, known);
    return known;
  };
  const all = lens.grants.map(({ id }) => id);
  const hasWhole = (ids: readonly string[]) => lens.grants.some(({ id, hasArea }) => !hasArea && ids.includes(id));
  const seenIn = (ids: readonly string[]) => (hasWhole(ids) ? "true" : `app.is_partly_in(v.shape, ${areaOf(ids)})`);
  const values = fields.map(({ column }) => {
    const name = quoteIdentifier(column);
    return `, CASE WHEN ${seenIn(givers(lens, column))} THEN v.${name} END AS ${name}`;
  });
  const cut = () => `ST_CollectionExtract(ST_Intersection(v.shape, ${areaOf(all)}), ST_Dimension(v.shape) + 1)`;
  const geom = hasWhole(all)
    ? "v.geom"
    : `CASE WHEN ST_Contains(${areaOf(all)}, v.shape) THEN v.geom ELSE ST_Transform(${cut()}, ${Number(srid)}) END`;
  return sql.query<VersionRow>(
    `SELECT s.fid, s.version, s.operation, s.changed_at AS "changedAt", NULL::uuid AS "contributionId",
       ST_AsGeoJSON(ST_Transform(s.geom, 4326), 7) AS geojson${attributeList(fields)}
     FROM (SELECT v.fid, v.version, v.operation, v.changed_at, ${geom} AS geom${values.join("")}
       FROM (SELECT *, ST_Transform(geom, 3857) AS shape FROM ${tableRef(tableName, "_history")} WHERE fid = $1::bigint OFFSET 0) v
       WHERE ${seenIn(all)} IS TRUE OFFSET 0) s
     WHERE s.geom IS NULL OR NOT ST_IsEmpty(s.geom) ORDER BY s.version`,
    params,
  );
}
