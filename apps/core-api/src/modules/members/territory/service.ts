import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { Territory, TerritorySource } from "@archipel/contracts/members.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { isGeometry } from "@archipel/geo/geojson.ts";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { assertFewCrossings } from "../../../kernel/few-crossings.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { isReadableLayer, lockMember, saveTerritory, territoryOf, validArea } from "./queries.ts";

/** Maximum number of vertices of a territory. */
const MOST_VERTICES = 100_000;

/** The territory of a member; null: the whole community. */
export function memberTerritory(core: Core, actor: MemberActor, membershipId: string): Promise<Territory | null> {
  return core.database.sqlAs(memberScope(actor), (sql) => territoryOf(sql, actor.communityId, { membershipId }));
}

/** The territory of the caller; null: the whole community. */
export function ownTerritory(core: Core, actor: MemberActor): Promise<Territory | null> {
  return core.database.sqlAs(memberScope(actor), (sql) => territoryOf(sql, actor.communityId, { userId: actor.userId }));
}

/** Sets the territory of a member, or removes it (null). */
export function setTerritory(
  core: Core,
  actor: MemberActor,
  membershipId: string,
  source: TerritorySource | null,
): Promise<Territory | null> {
  const { communityId } = actor;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const member = await lockMember(sql, communityId, membershipId);
    if (!member) throw new DomainError("not-found", "member-not-found");
    const outline = source === null ? null : await readArea(sql, source);
    await saveTerritory(sql, communityId, membershipId, outline);
    const action: AuditAction = outline === null ? "member.territory-cleared" : "member.territory-set";
    const about = { communityId, actorId: actor.userId, action, resourceType: "member", resourceId: membershipId };
    await auditIn(sql, { ...about, summary: { name: member.name } });
    await emitIn(sql, action, communityId, { id: membershipId });
    return territoryOf(sql, communityId, { membershipId });
  });
}

/**
 * An area as hexadecimal EWKB, in degrees: drawn or pasted, or the outline of features of a layer that the caller may read.
 *
 * @param sql in the caller's own scope
 *
 * @throws DomainError when it is not a valid area on the globe
 */
export function readArea(sql: SqlSession, source: TerritorySource): Promise<string> {
  return "features" in source ? outlineOf(sql, source.features) : drawn(sql, source.geometry);
}

/** A drawn or pasted area as hexadecimal EWKB: valid, not empty, within the bounds of the globe. */
async function drawn(sql: SqlSession, geometry: object): Promise<string> {
  if (!isGeometry(geometry) || !isAreaOfPositions(geometry)) throw new DomainError("invalid", "territory-no-area", {}, "geometry");
  assertFewCrossings(geometry, "geometry");
  return checked(sql, "ST_SetSRID(ST_GeomFromGeoJSON($1::text), 4326)", [JSON.stringify(geometry)]);
}

/** The union of features of a layer that the caller may read whole: in their scope, no other layer is there. */
async function outlineOf(sql: SqlSession, { layerId, fids }: { layerId: string; fids: number[] }): Promise<string> {
  if (!(await isReadableLayer(sql, layerId))) throw new DomainError("not-found", "layer-not-found");
  return checked(sql, "(SELECT ST_Union(app.feature_place($1::uuid, f)) FROM unnest($2::bigint[]) AS u(f))", [layerId, fids]);
}

async function checked(sql: SqlSession, shape: string, params: unknown[]): Promise<string> {
  const row = await validArea(sql, shape, params);
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
