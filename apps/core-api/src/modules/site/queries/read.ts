import type { Tx } from "@archipel/database/database.ts";

interface PublishedRow {
  id: string;
  kind: "home" | "page";
  slug: string | null;
  content: unknown;
  completeness: unknown;
  publishedAt: Date | null;
  savedAt: Date;
}

/** The published page with this slug; null: the home. */
export async function publishedPage(tx: Tx, portalId: string, slug: string | null): Promise<PublishedRow | undefined> {
  const rows = await tx.$queryRaw<PublishedRow[]>`
    SELECT p.id, p.kind, p.slug, v.content, v.completeness, p.published_at AS "publishedAt", v.saved_at AS "savedAt"
    FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id
    WHERE p.portal_id = ${portalId}::uuid AND p.status = 'published'
      AND (p.slug = ${slug} OR (${slug}::text IS NULL AND p.kind = 'home'))`;
  return rows[0];
}

export interface ListedRow {
  id: string;
  slug: string;
  title: unknown;
  description: unknown;
  isInSearch: unknown;
  completeness: unknown;
  savedAt: Date;
}

export function publishedPages(tx: Tx, portalId: string): Promise<ListedRow[]> {
  return tx.$queryRaw<ListedRow[]>`
    SELECT p.id, p.slug, v.content->'title' AS title, v.content->'description' AS description, v.content->'isInSearch' AS "isInSearch",
      v.completeness, v.saved_at AS "savedAt"
    FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id
    WHERE p.portal_id = ${portalId}::uuid AND p.status = 'published' AND p.kind = 'page'
    ORDER BY p.slug`;
}

interface FrameRow {
  locales: string[];
  baseTheme: string;
  content: unknown;
  navigation: unknown;
  legal: unknown;
  legalAt: Date | null;
  hasRedirects: boolean;
  hasOwnHome: boolean;
}

/** What every page of a live portal shows around its content. */
export async function frameRow(tx: Tx, portalId: string): Promise<FrameRow | undefined> {
  const rows = await tx.$queryRaw<FrameRow[]>`
    SELECT p.locales, p.base_theme AS "baseTheme", p.content, n.content AS navigation, l.content AS legal, l.updated_at AS "legalAt",
      EXISTS (SELECT FROM site_redirects r WHERE r.portal_id = p.id) AS "hasRedirects",
      EXISTS (SELECT FROM site_pages h WHERE h.portal_id = p.id AND h.kind = 'home' AND h.status = 'published') AS "hasOwnHome"
    FROM portals p
      LEFT JOIN site_parts n ON n.portal_id = p.id AND n.part = 'navigation'
      LEFT JOIN site_parts l ON l.portal_id = p.id AND l.part = 'legal'
    WHERE p.id = ${portalId}::uuid`;
  return rows[0];
}

/** The link of the redirect from a path. */
export async function redirectFrom(tx: Tx, portalId: string, path: string): Promise<unknown> {
  const row = await tx.siteRedirect.findUnique({ where: { portalId_path: { portalId, path } }, select: { link: true } });
  return row?.link;
}
