import type { Read, Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

/** The path of page `p` below the language, as `pagePath` of the contracts makes it. */
const path = Prisma.sql`CASE p.kind WHEN 'news' THEN 'news/' || p.slug ELSE p.slug END`;

export interface PublishedRow {
  id: string;
  kind: "home" | "page" | "news";
  slug: string | null;
  content: unknown;
  completeness: unknown;
  firstPublishedAt: Date | null;
  publishedAt: Date | null;
  savedAt: Date;
}

const pageColumns = Prisma.sql`p.id, p.kind, ${path} AS slug, v.content, v.completeness, p.first_published_at AS "firstPublishedAt",
  p.published_at AS "publishedAt", v.saved_at AS "savedAt" FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id`;

/** @param portal the portal's id, as SQL */
const pageSql = (portal: Prisma.Sql, asked: string | null) =>
  asked === null
    ? Prisma.sql`SELECT ${pageColumns} WHERE p.portal_id = ${portal} AND p.status = 'published' AND p.kind = 'home'`
    : Prisma.sql`SELECT ${pageColumns} WHERE p.portal_id = ${portal} AND p.status = 'published' AND ${path} = ${asked}`;

/** The published page with this path below the language; null: the home. */
export async function publishedPage(tx: Tx, portalId: string, asked: string | null): Promise<PublishedRow | undefined> {
  const rows = await tx.$queryRaw<PublishedRow[]>(pageSql(Prisma.sql`${portalId}::uuid`, asked));
  return rows[0];
}

export interface ListedRow {
  id: string;
  kind: "page" | "news";
  slug: string;
  title: unknown;
  description: unknown;
  isInSearch: unknown;
  completeness: unknown;
  savedAt: Date;
}

export function publishedPages(tx: Tx, portalId: string): Promise<ListedRow[]> {
  return tx.$queryRaw<ListedRow[]>`
    SELECT p.id, p.kind, ${path} AS slug, v.content->'title' AS title, v.content->'description' AS description, v.content->'isInSearch' AS "isInSearch",
      v.completeness, v.saved_at AS "savedAt"
    FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id
    WHERE p.portal_id = ${portalId}::uuid AND p.status = 'published' AND p.kind <> 'home'
    ORDER BY p.kind DESC, p.slug`;
}

export interface NewsRow {
  id: string;
  slug: string;
  content: unknown;
  completeness: unknown;
  isPinned: boolean;
  firstPublishedAt: Date;
  savedAt: Date;
  total: number;
}

interface NewsWindow {
  limit: number;
  offset: number;
  isPinnedFirst: boolean;
}

/** Published news. `isPinnedFirst`: as lists show them; feeds have them by date alone. */
export function newsRows(tx: Tx, portalId: string, window: NewsWindow): Promise<NewsRow[]> {
  return tx.$queryRaw<NewsRow[]>(newsRead(Prisma.sql`${portalId}::uuid`, window).sql);
}

/** @param portal the portal's id, as SQL */
export function newsRead(portal: Prisma.Sql, { limit, offset, isPinnedFirst }: NewsWindow): Read<NewsRow> {
  const sql = Prisma.sql`
    SELECT p.id, ${path} AS slug, v.content, v.completeness, p.is_pinned AS "isPinned", p.first_published_at AS "firstPublishedAt",
      v.saved_at AS "savedAt", count(*) OVER ()::integer AS total
    FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id
    WHERE p.portal_id = ${portal} AND p.status = 'published' AND p.kind = 'news' AND p.first_published_at IS NOT NULL
    ORDER BY p.is_pinned AND ${isPinnedFirst} DESC, p.first_published_at DESC, p.id LIMIT ${limit} OFFSET ${offset}`;
  return { sql };
}

export interface FrameRow {
  locales: string[];
  baseTheme: string;
  content: unknown;
  navigation: unknown;
  legal: unknown;
  legalAt: Date | null;
  hasRedirects: boolean;
  hasOwnHome: boolean;
  hasNews: boolean;
}

/** What every page of a live portal shows around its content. */
export async function frameRow(tx: Tx, portalId: string): Promise<FrameRow | undefined> {
  const rows = await tx.$queryRaw<FrameRow[]>(frameSql(Prisma.sql`${portalId}::uuid`));
  return rows[0];
}

/** @param portal the portal's id, as SQL */
const frameSql = (portal: Prisma.Sql) => Prisma.sql`
    SELECT p.locales, p.base_theme AS "baseTheme", p.content, n.content AS navigation, l.content AS legal, l.updated_at AS "legalAt",
      EXISTS (SELECT FROM site_redirects r WHERE r.portal_id = p.id) AS "hasRedirects",
      EXISTS (SELECT FROM site_pages h WHERE h.portal_id = p.id AND h.kind = 'home' AND h.status = 'published') AS "hasOwnHome",
      EXISTS (SELECT FROM site_pages w WHERE w.portal_id = p.id AND w.kind = 'news' AND w.status = 'published') AS "hasNews"
    FROM portals p
      LEFT JOIN site_parts n ON n.portal_id = p.id AND n.part = 'navigation'
      LEFT JOIN site_parts l ON l.portal_id = p.id AND l.part = 'legal'
    WHERE p.id = ${portal}`;

/** What a portal is opened with: its frame, its home, and the page that is asked for. */
export const openingReads = (portal: Prisma.Sql, slug: string | null) => ({
  frame: { sql: frameSql(portal) } as Read<FrameRow>,
  home: { sql: pageSql(portal, null) } as Read<PublishedRow>,
  page: slug === null ? null : ({ sql: pageSql(portal, slug) } as Read<PublishedRow>),
});

/** The link of the redirect from a path. */
export async function redirectFrom(tx: Tx, portalId: string, path: string): Promise<unknown> {
  const row = await tx.siteRedirect.findUnique({ where: { portalId_path: { portalId, path } }, select: { link: true } });
  return row?.link;
}
