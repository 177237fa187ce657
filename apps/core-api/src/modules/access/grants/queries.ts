import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** A grant to be written. */
export interface NewGrant {
  id: string;
  communityId: CommunityId;
  datasetId: string;
  layerId: string | null;
  userId: string | null;
  subjectCommunityId: string | null;
  columns: readonly string[] | null;
  /** EWKB of a valid MultiPolygon in degrees, in hexadecimal. */
  area: string | null;
  areaName: string;
  from: Date | null;
  until: Date | null;
  purpose: string;
  givenById: string;
}

/**
 * Writes a grant. The rectangle inside its area is the square in the largest circle inside it.
 *
 * @throws for an end before the beginning, or a layer of another dataset
 */
export async function insertGrant(sql: SqlSession, grant: NewGrant): Promise<void> {
  await sql.query(
    `INSERT INTO grants (id, community_id, dataset_id, layer_id, user_id, subject_community_id, columns, area, inner_3857, area_name,
       valid_from, valid_until, purpose, given_by_id)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7::text[], $8::geometry,
       (SELECT ST_MakeEnvelope(ST_X(center) - 0.7 * radius, ST_Y(center) - 0.7 * radius, ST_X(center) + 0.7 * radius, ST_Y(center) + 0.7 * radius, 3857)
        FROM ST_MaximumInscribedCircle(ST_Transform($8::geometry, 3857)) WHERE $8::geometry IS NOT NULL),
       $9, coalesce($10::timestamptz, now()), $11::timestamptz, $12, $13::uuid)`,
    [
      ...[grant.id, grant.communityId, grant.datasetId, grant.layerId, grant.userId, grant.subjectCommunityId, grant.columns, grant.area],
      ...[grant.areaName, grant.from?.toISOString() ?? null, grant.until?.toISOString() ?? null, grant.purpose, grant.givenById],
    ],
  );
}
