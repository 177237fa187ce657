import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

export interface AuditFilter {
  resourceType: string | null;
  resourceId: string | null;
  actorId: string | null;
}

export interface AuditRow {
  id: string;
  actorName: string | null;
  keyName: string | null;
  action: string;
  resourceType: string;
  resourceId: string;
  summary: Prisma.JsonObject;
  createdAt: Date;
}

function matches(community: CommunityId, filter: AuditFilter): Prisma.Sql {
  return Prisma.sql`a.community_id = ${community}::uuid
    AND (${filter.resourceType}::text IS NULL OR a.resource_type = ${filter.resourceType})
    AND (${filter.resourceId}::text IS NULL OR a.resource_id = ${filter.resourceId})
    AND (${filter.actorId}::uuid IS NULL OR a.actor_id = ${filter.actorId}::uuid)`;
}

/** Latest first, from the entry after `last`: the log grows while it is read. People who left have no name here. */
export function auditRows(tx: Tx, community: CommunityId, filter: AuditFilter, last: string | null, limit: number): Promise<AuditRow[]> {
  return tx.$queryRaw<AuditRow[]>`
    SELECT a.id, u.name AS "actorName", k.name AS "keyName", a.action, a.resource_type AS "resourceType", a.resource_id AS "resourceId", a.summary,
      a.created_at AS "createdAt"
    FROM audit_entries a LEFT JOIN users u ON u.id = a.actor_id LEFT JOIN community_keys k ON k.id = a.key_id
    WHERE ${matches(community, filter)}
      AND (${last}::uuid IS NULL OR (a.created_at, a.id) < (SELECT l.created_at, l.id FROM audit_entries l WHERE l.id = ${last}::uuid))
    ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit}`;
}

export async function countAudit(tx: Tx, community: CommunityId, filter: AuditFilter): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM audit_entries a WHERE ${matches(community, filter)}`;
  return rows[0]?.count ?? 0;
}
