import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

/** A page with its draft, as its managers have it. */
export interface PageRow {
  id: string;
  portalId: string;
  kind: "home" | "page" | "news";
  slug: string | null;
  status: "draft" | "published" | "archived";
  revision: number;
  draftVersionId: string;
  publishedVersionId: string | null;
  scheduledVersionId: string | null;
  publishedAt: Date | null;
  firstPublishedAt: Date | null;
  isPinned: boolean;
  publishAt: Date | null;
  unpublishAt: Date | null;
  updatedAt: Date;
  updatedBy: string | null;
  title: unknown;
  isInSearch: unknown;
  completeness: unknown;
  hasChanges: boolean;
}

export interface DraftRow extends PageRow {
  content: unknown;
  draftKind: string;
  draftAuthorId: string | null;
  draftCreatedAt: Date;
}

const columns = Prisma.sql`p.id, p.portal_id AS "portalId", p.kind, p.slug, p.status, p.revision, p.draft_version_id AS "draftVersionId",
  p.published_version_id AS "publishedVersionId", p.scheduled_version_id AS "scheduledVersionId", p.published_at AS "publishedAt",
  p.first_published_at AS "firstPublishedAt", p.is_pinned AS "isPinned",
  p.publish_at AS "publishAt", p.unpublish_at AS "unpublishAt", p.updated_at AS "updatedAt",
  (SELECT u.name FROM users u WHERE u.id = p.updated_by_id) AS "updatedBy",
  d.content->'title' AS title, d.content->'isInSearch' AS "isInSearch", d.completeness,
  p.published_version_id IS NULL OR (p.published_version_id <> d.id
    AND d.content <> (SELECT v.content FROM site_page_versions v WHERE v.id = p.published_version_id)) AS "hasChanges"`;

/** The pages of a portal: the home first, then by slug, the archived ones at the end; the news by date, those that never appeared first. */
export function pageRows(tx: Tx, community: CommunityId, portalId: string): Promise<PageRow[]> {
  return tx.$queryRaw<PageRow[]>`
    SELECT ${columns} FROM site_pages p JOIN site_page_versions d ON d.id = p.draft_version_id
    WHERE p.community_id = ${community}::uuid AND p.portal_id = ${portalId}::uuid AND p.erase_at IS NULL
    ORDER BY p.status = 'archived', p.kind <> 'home', p.kind = 'news',
      CASE WHEN p.kind = 'news' THEN p.first_published_at END DESC NULLS FIRST, p.slug`;
}

const draftColumns = Prisma.sql`${columns}, d.content, d.kind AS "draftKind", d.author_id AS "draftAuthorId", d.created_at AS "draftCreatedAt"`;

export async function pageRow(tx: Tx, community: CommunityId, pageId: string): Promise<DraftRow | undefined> {
  const rows = await tx.$queryRaw<DraftRow[]>`
    SELECT ${draftColumns} FROM site_pages p JOIN site_page_versions d ON d.id = p.draft_version_id
    WHERE p.community_id = ${community}::uuid AND p.id = ${pageId}::uuid AND p.erase_at IS NULL`;
  return rows[0];
}

/** The same, locked: two changes of a page wait for each other, and the second sees what the first did. */
export async function lockPage(tx: Tx, community: CommunityId, pageId: string): Promise<DraftRow | undefined> {
  await tx.$queryRaw`SELECT id FROM site_pages WHERE id = ${pageId}::uuid AND community_id = ${community}::uuid FOR UPDATE`;
  return pageRow(tx, community, pageId);
}

/** The portal of the community, locked: two pages at once cannot exceed its limits or take one slug. */
export async function lockPortal(
  tx: Tx,
  community: CommunityId,
  portalId: string,
): Promise<{ locales: string[]; baseTheme: string } | undefined> {
  const rows = await tx.$queryRaw<{ locales: string[]; baseTheme: string }[]>`
    SELECT locales, base_theme AS "baseTheme" FROM portals
    WHERE id = ${portalId}::uuid AND community_id = ${community}::uuid FOR NO KEY UPDATE`;
  return rows[0];
}

export function portalOf(tx: Tx, community: CommunityId, portalId: string) {
  return tx.portal.findFirst({ where: { id: portalId, communityId: community }, select: { locales: true, baseTheme: true } });
}

export interface VersionRow {
  id: string;
  pageId: string;
  number: number;
  kind: "draft" | "published" | "restored";
  note: string;
  content: unknown;
  author: string | null;
  createdAt: Date;
}

const versionColumns = Prisma.sql`v.id, v.page_id AS "pageId", v.number, v.kind, v.note, v.content, v.created_at AS "createdAt",
  (SELECT u.name FROM users u WHERE u.id = v.author_id) AS author`;

/** Versions from the newest, beginning below a number. */
export function versionRows(
  tx: Tx,
  community: CommunityId,
  pageId: string,
  { below, limit }: { below: number; limit: number },
): Promise<VersionRow[]> {
  return tx.$queryRaw<VersionRow[]>`
    SELECT ${versionColumns} FROM site_page_versions v
    WHERE v.page_id = ${pageId}::uuid AND v.community_id = ${community}::uuid AND v.number < ${below}
    ORDER BY v.number DESC LIMIT ${limit}`;
}

export async function versionRow(tx: Tx, community: CommunityId, pageId: string, versionId: string): Promise<VersionRow | undefined> {
  const rows = await tx.$queryRaw<VersionRow[]>`
    SELECT ${versionColumns} FROM site_page_versions v
    WHERE v.id = ${versionId}::uuid AND v.page_id = ${pageId}::uuid AND v.community_id = ${community}::uuid`;
  return rows[0];
}

export interface DueRow {
  id: string;
  communityId: string;
  portalId: string;
  slug: string | null;
  firstPublishedAt: Date | null;
  isPublishDue: boolean;
  isUnpublishDue: boolean;
  scheduledVersionId: string | null;
}

/** Pages whose moment has come, locked; those that another process is changing come at the next turn. */
export function lockDuePages(tx: Tx, now: Date, limit: number): Promise<DueRow[]> {
  return tx.$queryRaw<DueRow[]>`
    SELECT id, community_id AS "communityId", portal_id AS "portalId", slug, scheduled_version_id AS "scheduledVersionId",
      first_published_at AS "firstPublishedAt",
      coalesce(publish_at <= ${now}, false) AS "isPublishDue", coalesce(unpublish_at <= ${now}, false) AS "isUnpublishDue"
    FROM site_pages s WHERE (publish_at <= ${now} OR unpublish_at <= ${now}) AND erase_at IS NULL
      AND NOT EXISTS (SELECT FROM app.frozen_portals f WHERE f.portal_id = s.portal_id)
    ORDER BY least(publish_at, unpublish_at) LIMIT ${limit} FOR UPDATE OF s SKIP LOCKED`;
}
