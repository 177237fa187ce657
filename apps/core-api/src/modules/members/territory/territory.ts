import type { Territory, TerritorySource } from "@archipel/contracts/members.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";

/** More is a map, not a territory. */
const MOST_VERTICES = 100_000;

const TERRITORY = `SELECT ST_AsGeoJSON(territory, 6)::jsonb AS geometry, round((ST_Area(territory::geography) / 1e6)::numeric, 2)::float8 AS "squareKm"
  FROM memberships WHERE community_id = $1::uuid AND territory IS NOT NULL`;

/** Where a member works; null: everywhere. */
export function memberTerritory(core: Core, actor: MemberActor, membershipId: string): Promise<Territory | null> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const [row] = await sql.query<Territory>(`${TERRITORY} AND id = $2::uuid`, [actor.communityId, membershipId]);
    return row ?? null;
  });
}

/** Where the caller works; null: everywhere. */
export function ownTerritory(core: Core, actor: MemberActor): Promise<Territory | null> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const [row] = await sql.query<Territory>(`${TERRITORY} AND user_id = $2::uuid`, [actor.communityId, actor.userId]);
    return row ?? null;
  });
}

/** Gives a member a territory, or takes it away (null: everywhere again). */
export function setTerritory(
  core: Core,
  actor: MemberActor,
  membershipId: string,
  source: TerritorySource | null,
): Promise<Territory | null> {
  const { communityId } = actor;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const [member] = await sql.query<{ name: string }>(
      `SELECT u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = $1::uuid AND m.community_id = $2::uuid FOR UPDATE OF m`,
      [membershipId, communityId],
    );
    if (!member) throw new DomainError("not-found", "member-not-found");
    const outline =
      source === null ? null : "features" in source ? await outlineOf(sql, actor, source.features) : await drawn(sql, source.geometry);
    await sql.query("UPDATE memberships SET territory = $3::geometry WHERE id = $1::uuid AND community_id = $2::uuid", [
      membershipId,
      communityId,
      outline,
    ]);
    const action = outline === null ? "member.territory-cleared" : "member.territory-set";
    const about = { communityId, actorId: actor.userId, action, resourceType: "member", resourceId: membershipId };
    await auditIn(sql, { ...about, summary: { name: member.name } });
    await emitIn(sql, action, communityId, { id: membershipId });
    const [row] = await sql.query<Territory>(`${TERRITORY} AND id = $2::uuid`, [communityId, membershipId]);
    return row ?? null;
  });
}

/** What a person drew or pasted, as EWKB in hexadecimal: valid, an area, on the globe. */
async function drawn(sql: SqlSession, geometry: object): Promise<string> {
  if (!isAreaOfPositions(geometry)) throw new DomainError("invalid", "territory-no-area", {}, "geometry");
  return checked(sql, "ST_SetSRID(ST_GeomFromGeoJSON($1::text), 4326)", [JSON.stringify(geometry)]);
}

/** The outline of features of one of the community's layers. */
async function outlineOf(sql: SqlSession, actor: MemberActor, { layerId, fids }: { layerId: string; fids: number[] }): Promise<string> {
  const known = await sql.query("SELECT FROM layers WHERE id = $1::uuid AND community_id = $2::uuid", [layerId, actor.communityId]);
  if (known.length === 0) throw new DomainError("not-found", "layer-not-found");
  return checked(sql, "(SELECT ST_Union(app.feature_place($1::uuid, f)) FROM unnest($2::bigint[]) AS u(f))", [layerId, fids]);
}

/** Areas that overlap become one (`method=structure`): even-odd, the default, would cut a hole where two meet. */
async function checked(sql: SqlSession, shape: string, params: unknown[]): Promise<string> {
  const [row] = await sql.query<{ hex: string | null; vertices: number; isOnGlobe: boolean; isEmpty: boolean }>(
    `WITH s AS MATERIALIZED (SELECT ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Force2D(${shape}), 'method=structure keepcollapsed=false'), 3)) AS g)
     SELECT encode(ST_AsEWKB(g), 'hex') AS hex, coalesce(ST_NPoints(g), 0) AS vertices, coalesce(ST_IsEmpty(g), true) AS "isEmpty",
       coalesce(ST_CoveredBy(g, ST_MakeEnvelope(-180, -90, 180, 90, 4326)), false) AS "isOnGlobe" FROM s`,
    params,
  );
  if (!row?.hex || row.isEmpty) throw new DomainError("invalid", "territory-no-area", {}, "geometry");
  if (!row.isOnGlobe) throw new DomainError("invalid", "territory-off-globe", {}, "geometry");
  if (row.vertices > MOST_VERTICES) throw new DomainError("invalid", "territory-too-fine", { most: MOST_VERTICES }, "geometry");
  return row.hex;
}

/** Whether it is a Polygon or MultiPolygon of closed rings of finite positions. */
function isAreaOfPositions(geometry: object): boolean {
  if (!("type" in geometry && "coordinates" in geometry && Array.isArray(geometry.coordinates))) return false;
  const polygons: unknown[] =
    geometry.type === "MultiPolygon" ? geometry.coordinates : geometry.type === "Polygon" ? [geometry.coordinates] : [];
  return polygons.length > 0 && polygons.every((polygon) => Array.isArray(polygon) && polygon.length > 0 && polygon.every(isRing));
}

function isRing(ring: unknown): boolean {
  if (!Array.isArray(ring) || ring.length < 4) return false;
  const isPosition = (at: unknown) => Array.isArray(at) && at.length >= 2 && at.length <= 4 && at.every((value) => Number.isFinite(value));
  const [first, last] = [ring[0], ring[ring.length - 1]];
  return ring.every(isPosition) && first[0] === last[0] && first[1] === last[1];
}
