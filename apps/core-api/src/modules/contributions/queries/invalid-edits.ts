import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type TableSpec, tableRef } from "../../../layer-store/tables/layer-table.ts";
import type { EditsOwner } from "./edits.ts";

/** An edit whose shape PostGIS calls invalid, with the reason and the place (EPSG:4326). */
export interface InvalidEdit {
  id: string;
  layerId: string;
  fid: number | null;
  baseVersion: number | null;
  /** EWKB in hexadecimal. */
  shape: string;
  reason: string;
  lon: number;
  lat: number;
}

export function invalidEdits(sql: SqlSession, { id, communityId }: EditsOwner): Promise<InvalidEdit[]> {
  return sql.query<InvalidEdit>(
    `SELECT e.id, e.layer_id AS "layerId", e.fid, e.base_version AS "baseVersion", encode(ST_AsEWKB(e.geom), 'hex') AS shape, (d).reason,
       ST_X(p.place) AS lon, ST_Y(p.place) AS lat
     FROM contribution_edits e CROSS JOIN LATERAL ST_IsValidDetail(e.geom) AS d
       CROSS JOIN LATERAL ST_Transform(ST_SetSRID((d).location, ST_SRID(e.geom)), 4326) AS p(place)
     WHERE e.contribution_id = $1::uuid AND e.community_id = $2::uuid AND e.operation <> 'delete' AND NOT ST_IsValid(e.geom)
     ORDER BY e.position`,
    [id, communityId],
  );
}

/** The shapes that edits of a layer change: by the edit's id, as EWKB in hexadecimal. */
export async function shapesBefore(
  sql: SqlSession,
  { tableName }: TableSpec,
  edits: readonly Pick<InvalidEdit, "id" | "fid" | "baseVersion">[],
): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; shape: string }>(
    `SELECT w.id, encode(ST_AsEWKB(coalesce(t.geom, h.geom)), 'hex') AS shape
     FROM unnest($1::uuid[], $2::bigint[], $3::integer[]) AS w(id, fid, version)
       LEFT JOIN ${tableRef(tableName)} t USING (fid, version)
       LEFT JOIN ${tableRef(tableName, "_history")} h ON h.fid = w.fid AND h.version = w.version AND h.operation <> 'delete'
     WHERE coalesce(t.geom, h.geom) IS NOT NULL`,
    [edits.map(({ id }) => id), edits.map(({ fid }) => fid), edits.map(({ baseVersion }) => baseVersion)],
  );
  return new Map(rows.map(({ id, shape }) => [id, shape]));
}
