import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

interface AnnouncedRow {
  communityId: CommunityId;
  portalId: string;
  slug: string;
  locales: string[];
  title: unknown;
  summary: unknown;
}

/** Marks a published news item of a live portal as announced, once. */
export async function takeToAnnounce(sql: SqlSession, pageId: string): Promise<AnnouncedRow | undefined> {
  const [row] = await sql.query<AnnouncedRow>(
    `UPDATE site_pages s SET announced_at = now() FROM portals p, site_page_versions v
     WHERE s.id = $1::uuid AND s.kind = 'news' AND s.status = 'published' AND s.announced_at IS NULL
       AND p.id = s.portal_id AND p.status = 'live' AND v.id = s.published_version_id
     RETURNING s.community_id AS "communityId", s.portal_id AS "portalId", s.slug, p.locales,
       v.content->'title' AS title, v.content->'description' AS summary`,
    [pageId],
  );
  return row;
}
