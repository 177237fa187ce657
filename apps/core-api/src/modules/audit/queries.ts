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
  /** The organisation by which the person acted. */
  organisation: { nameFr: string; nameEn: string } | null;
  action: string;
  resourceType: string;
  resourceId: string;
  summary: Prisma.JsonObject;
  createdAt: Date;
}

export interface JournalRow extends AuditRow {
  occurrences: number;
  firstAt: Date;
  network: string | null;
  total: number;
}

/** How many of the latest entries a journal looks at. */
const JOURNAL_ENTRIES = 5000;

/** Entries that belong to no community, latest first; of one person's account, or (null) all. What is the same within an hour is one row. */
export function journalRows(tx: Tx, personId: string | null, page: { limit: number; offset: number }): Promise<JournalRow[]> {
  const ofAccount = personId === null ? Prisma.empty : Prisma.sql`AND resource_type = 'user' AND resource_id = ${personId}`;
  return tx.$queryRaw<JournalRow[]>`
    WITH latest AS (
      SELECT * FROM audit_entries WHERE community_id IS NULL ${ofAccount} ORDER BY created_at DESC LIMIT ${JOURNAL_ENTRIES})
    SELECT (array_agg(a.id ORDER BY a.created_at DESC, a.id DESC))[1] AS id, u.name AS "actorName", NULL AS "keyName", NULL AS organisation, a.action,
      a.resource_type AS "resourceType", a.resource_id AS "resourceId", a.summary, max(a.created_at) AS "createdAt",
      min(a.created_at) AS "firstAt", count(*)::int AS occurrences, a.summary ->> 'network' AS network, count(*) OVER ()::int AS total
    FROM latest a LEFT JOIN users u ON u.id = a.actor_id
    GROUP BY u.name, a.actor_id, a.action, a.resource_type, a.resource_id, a.summary, date_trunc('hour', a.created_at)
    ORDER BY "createdAt" DESC, id DESC LIMIT ${page.limit} OFFSET ${page.offset}`;
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
    SELECT a.id, u.name AS "actorName", k.name AS "keyName",
      CASE WHEN a.organisation_id IS NOT NULL THEN jsonb_build_object('nameFr', coalesce(o.name_fr, '–'), 'nameEn', coalesce(o.name_en, '–')) END AS organisation, a.action, a.resource_type AS "resourceType", a.resource_id AS "resourceId", a.summary,
      a.created_at AS "createdAt"
    FROM audit_entries a LEFT JOIN users u ON u.id = a.actor_id LEFT JOIN community_keys k ON k.id = a.key_id
      LEFT JOIN organisations o ON o.id = a.organisation_id
    WHERE ${matches(community, filter)}
      AND (${last}::uuid IS NULL OR (a.created_at, a.id) < (SELECT l.created_at, l.id FROM audit_entries l WHERE l.id = ${last}::uuid))
    ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit}`;
}

export async function countAudit(tx: Tx, community: CommunityId, filter: AuditFilter): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM audit_entries a WHERE ${matches(community, filter)}`;
  return rows[0]?.count ?? 0;
}
