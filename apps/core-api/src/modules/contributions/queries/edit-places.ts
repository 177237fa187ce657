import type { EditOperation } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type TableSpec, tableRef } from "../../../layer-store/tables/layer-table.ts";
import type { EditsOwner } from "./edits.ts";

export interface EditPlace {
  id: string;
  operation: EditOperation;
  /** Its place in the order of all edits of the contribution. */
  position: number;
  lon: number;
  lat: number;
}

/**
 * The centre of each edit of a layer, in EPSG:4326: of its new geometry, else of the feature before it. Edits without one are left out.
 *
 * @param isDrawn only edits with a new geometry
 */
export function editPlaces(
  sql: SqlSession,
  owner: EditsOwner,
  { layerId, tableName }: TableSpec,
  { isDrawn }: { isDrawn: boolean },
): Promise<EditPlace[]> {
  // OFFSET 0: PostgreSQL computes the place once. Without it, the expression is repeated for each of its uses.
  return sql.query<EditPlace>(
    `SELECT e.id, e.operation, e.position, ST_X(p.place) AS lon, ST_Y(p.place) AS lat
     FROM contribution_edits e
       LEFT JOIN ${tableRef(tableName)} t ON t.fid = e.fid AND t.version = e.base_version
       LEFT JOIN ${tableRef(tableName, "_history")} h ON h.fid = e.fid AND h.version = e.base_version AND h.operation <> 'delete'
       CROSS JOIN LATERAL (SELECT ST_Transform(ST_Centroid(ST_Envelope(
         CASE WHEN e.has_geometry AND NOT ST_IsEmpty(e.geom) THEN e.geom ELSE coalesce(t.geom, h.geom) END)), 4326) AS place OFFSET 0) p
     WHERE e.contribution_id = $1::uuid AND e.community_id = $2::uuid AND e.layer_id = $3::uuid AND NOT ST_IsEmpty(p.place)
       AND (e.has_geometry OR NOT $4::boolean)`,
    [owner.id, owner.communityId, layerId, isDrawn],
  );
}
