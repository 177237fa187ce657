import type { AuditActor } from "@archipel/contracts/audit.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

export interface AuditFilter {
  resourceType: string | null;
  resourceId: string | null;
  actorId: string | null;
  nouns: string[] | null;
  portalId: string | null;
  after: Date | null;
  before: Date | null;
}

interface EntryRow {
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

export interface AuditRow extends EntryRow {
  actorId: string | null;
}

export interface JournalRow extends EntryRow {
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
    AND (${filter.actorId}::uuid IS NULL OR a.actor_id = ${filter.actorId}::uuid)
    AND (${filter.nouns}::text[] IS NULL OR split_part(a.action, '.', 1) = ANY (${filter.nouns}::text[]))
    AND (${filter.after}::timestamptz IS NULL OR a.created_at >= ${filter.after}::timestamptz)
    AND (${filter.before}::timestamptz IS NULL OR a.created_at < ${filter.before}::timestamptz)
    AND (${filter.portalId}::text IS NULL OR a.summary ->> 'portal' = ${filter.portalId}
      OR (a.resource_type = 'portal' AND a.resource_id = ${filter.portalId})
      OR (a.resource_type = 'page' AND a.resource_id IN (SELECT p.id::text FROM site_pages p WHERE p.portal_id = ${filter.portalId}::uuid))
      OR (a.resource_type = 'alert' AND a.resource_id IN (SELECT l.id::text FROM alerts l WHERE l.portal_id = ${filter.portalId}::uuid)))`;
}

/** Latest first, from the entry after `last`: the log grows while it is read. People who left have no name here. */
export function auditRows(tx: Tx, community: CommunityId, filter: AuditFilter, last: string | null, limit: number): Promise<AuditRow[]> {
  return tx.$queryRaw<AuditRow[]>`
    SELECT a.id, a.actor_id AS "actorId", u.name AS "actorName", k.name AS "keyName",
      CASE WHEN a.organisation_id IS NOT NULL THEN jsonb_build_object('nameFr', coalesce(o.name_fr, '–'), 'nameEn', coalesce(o.name_en, '–')) END AS organisation, a.action, a.resource_type AS "resourceType", a.resource_id AS "resourceId", a.summary,
      a.created_at AS "createdAt"
    FROM audit_entries a LEFT JOIN users u ON u.id = a.actor_id LEFT JOIN community_keys k ON k.id = a.key_id
      LEFT JOIN organisations o ON o.id = a.organisation_id
    WHERE ${matches(community, filter)}
      AND (${last}::uuid IS NULL OR (a.created_at, a.id) < (SELECT l.created_at, l.id FROM audit_entries l WHERE l.id = ${last}::uuid))
    ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit}`;
}

export interface Thing {
  id: string;
  placeId: string | null;
  standing: "there" | "bin" | "gone";
}

/**
 * Where the things of entries are now, for the system: nobody else reads what is in the bin. Only the community's own things count. Each kind is
 * read by its id alone.
 */
export function thingRows(tx: Tx, community: CommunityId, entries: readonly string[]): Promise<Thing[]> {
  return tx.$queryRaw<Thing[]>`
    SELECT a.id, thing.place AS "placeId", CASE WHEN thing.at IS NULL THEN 'gone' WHEN thing.at THEN 'bin' ELSE 'there' END AS standing
    FROM audit_entries a CROSS JOIN LATERAL (
      SELECT max(t.place) AS place, bool_or(t.at) AS at FROM (
        SELECT p.portal_id::text AS place, p.erase_at IS NOT NULL AS at FROM site_pages p WHERE p.id = CASE a.resource_type WHEN 'page' THEN a.resource_id::uuid END AND p.community_id = a.community_id
        UNION ALL SELECT l.portal_id::text, false FROM alerts l WHERE l.id = CASE a.resource_type WHEN 'alert' THEN a.resource_id::uuid END AND l.community_id = a.community_id
        UNION ALL SELECT y.dataset_id::text, false FROM layers y WHERE y.id = CASE a.resource_type WHEN 'layer' THEN a.resource_id::uuid END AND y.community_id = a.community_id
        UNION ALL SELECT NULL, d.erase_at IS NOT NULL FROM datasets d WHERE d.id = CASE a.resource_type WHEN 'dataset' THEN a.resource_id::uuid END AND d.community_id = a.community_id
        UNION ALL SELECT NULL, g.erase_at IS NOT NULL FROM groups g WHERE g.id = CASE a.resource_type WHEN 'group' THEN a.resource_id::uuid END AND g.community_id = a.community_id
        UNION ALL SELECT NULL, false FROM portals o WHERE o.id = CASE a.resource_type WHEN 'portal' THEN a.resource_id::uuid END AND o.community_id = a.community_id AND o.erase_at IS NULL
        UNION ALL SELECT NULL, false FROM uploads w WHERE w.id = CASE a.resource_type WHEN 'upload' THEN a.resource_id::uuid END AND w.community_id = a.community_id
        UNION ALL SELECT NULL, false FROM contributions c WHERE c.id = CASE a.resource_type WHEN 'contribution' THEN a.resource_id::uuid END AND c.community_id = a.community_id
        UNION ALL SELECT a.summary ->> 'portal', false WHERE a.resource_type NOT IN ('page', 'alert', 'layer', 'dataset', 'group', 'portal', 'upload', 'contribution')
      ) AS t
    ) AS thing WHERE a.community_id = ${community}::uuid AND a.id = ANY (${entries}::uuid[])`;
}

/** People who changed something in the community, by name. */
export function actorRows(tx: Tx, community: CommunityId): Promise<AuditActor[]> {
  return tx.$queryRaw<AuditActor[]>`
    SELECT u.id, u.name FROM users u
    WHERE u.id IN (SELECT a.actor_id FROM audit_entries a WHERE a.community_id = ${community}::uuid AND a.organisation_id IS NULL)
    ORDER BY lower(u.name), u.id LIMIT 500`;
}

export async function countAudit(tx: Tx, community: CommunityId, filter: AuditFilter): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM audit_entries a WHERE ${matches(community, filter)}`;
  return rows[0]?.count ?? 0;
}
