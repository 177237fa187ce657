import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Territory } from "@archipel/contracts/members.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

const TERRITORY = `SELECT ST_AsGeoJSON(territory, 6)::jsonb AS geometry, round((ST_Area(territory::geography) / 1e6)::numeric, 2)::float8 AS "squareKm"
  FROM memberships WHERE community_id = $1::uuid AND territory IS NOT NULL`;

/** The territory of a membership or of a person; null without a territory. */
export async function territoryOf(
  sql: SqlSession,
  communityId: CommunityId,
  of: { membershipId: string } | { userId: string },
): Promise<Territory | null> {
  const [condition, id] = "userId" in of ? ["user_id = $2::uuid", of.userId] : ["id = $2::uuid", of.membershipId];
  const [row] = await sql.query<Territory>(`${TERRITORY} AND ${condition}`, [communityId, id]);
  return row ?? null;
}

/** A membership with its person's name, locked until the transaction ends. */
export async function lockMember(sql: SqlSession, communityId: CommunityId, membershipId: string): Promise<{ name: string } | undefined> {
  const [member] = await sql.query<{ name: string }>(
    `SELECT u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = $1::uuid AND m.community_id = $2::uuid FOR UPDATE OF m`,
    [membershipId, communityId],
  );
  return member;
}

/** @param ewkb hexadecimal; null removes the territory */
export async function saveTerritory(sql: SqlSession, communityId: CommunityId, membershipId: string, ewkb: string | null): Promise<void> {
  await sql.query("UPDATE memberships SET territory = $3::geometry WHERE id = $1::uuid AND community_id = $2::uuid", [
    membershipId,
    communityId,
    ewkb,
  ]);
}

/** Whether the scope's person reads the whole layer, in their community or another. */
export async function isReadableLayer(sql: SqlSession, layerId: string): Promise<boolean> {
  return (await sql.query("SELECT FROM layers WHERE id = $1::uuid AND kind = 'vector' AND status = 'ready'", [layerId])).length > 0;
}

interface ValidArea {
  /** EWKB in hexadecimal. */
  hex: string | null;
  vertices: number;
  isOnGlobe: boolean;
  isEmpty: boolean;
}

/** Makes the areas valid. Overlapping areas are merged (`method=structure`): the default, even-odd, would make a hole of the overlap. */
export async function validArea(sql: SqlSession, shape: string, params: unknown[]): Promise<ValidArea | undefined> {
  const [row] = await sql.query<ValidArea>(
    `WITH s AS MATERIALIZED (SELECT ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Force2D(${shape}), 'method=structure keepcollapsed=false'), 3)) AS g)
     SELECT encode(ST_AsEWKB(g), 'hex') AS hex, coalesce(ST_NPoints(g), 0) AS vertices, coalesce(ST_IsEmpty(g), true) AS "isEmpty",
       coalesce(ST_CoveredBy(g, ST_MakeEnvelope(-180, -90, 180, 90, 4326)), false) AS "isOnGlobe" FROM s`,
    params,
  );
  return row;
}
