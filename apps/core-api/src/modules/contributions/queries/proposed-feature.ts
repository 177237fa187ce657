import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Attribute } from "../../../layer-store/tables/attribute-columns.ts";

/** A new feature that waits for review. Its edit identifies it: it gets a `fid` only when it is merged. */
export interface ProposedFeature {
  editId: string;
  contributionId: string;
  datasetId: string;
  /** Set once it is merged. */
  fid: number | null;
  values: Record<string, Attribute>;
  /** GeoJSON text in EPSG:4326, longitude first. */
  geojson: string | null;
}

/** A new feature that the author sent from a program, with the fields of its layer. */
export async function proposedRow(
  sql: SqlSession,
  community: CommunityId,
  { layerId, editId, authorId }: { layerId: string; editId: string; authorId: string },
): Promise<(ProposedFeature & { fields: LayerField[] }) | undefined> {
  const rows = await sql.query<ProposedFeature & { fields: LayerField[] }>(
    `SELECT e.id AS "editId", c.id AS "contributionId", c.dataset_id AS "datasetId",
       CASE WHEN e.merged_version IS NOT NULL THEN e.fid END AS fid, e.fields AS values, l.fields,
       ST_AsGeoJSON(ST_Transform(e.geom, 4326), 7, 0) AS geojson
     FROM contribution_edits e JOIN contributions c ON c.id = e.contribution_id JOIN layers l ON l.id = e.layer_id
     WHERE e.id = $1::uuid AND e.layer_id = $2::uuid AND e.operation = 'insert' AND c.community_id = $3::uuid AND c.author_id = $4::uuid
       AND c.origin = 'api' AND c.status NOT IN ('rejected', 'withdrawn')`,
    [editId, layerId, community, authorId],
  );
  return rows[0];
}
