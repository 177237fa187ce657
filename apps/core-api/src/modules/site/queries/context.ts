import type { References } from "@archipel/blocks/references.ts";
import type { LinkTargets, PageContent } from "@archipel/contracts/site-pages.ts";
import type { Read, Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

/** The columns of a picture that pages show. */
export interface PictureRow {
  id: string;
  alt: unknown;
  isDecorative: boolean;
  credit: string;
  width: number;
  height: number;
  variants: unknown;
}

export interface ContextRow {
  pages: { id: string; slug: string | null; title: PageContent["title"] }[];
  datasets: LinkTargets["datasets"][number][];
  maps: { id: string; slug: string; kind: string; title: { fr?: string; en?: string } }[];
  layers: LinkTargets["layers"][number][];
  pictures: PictureRow[];
}

/** What the ids lead to on a portal, as far as the transaction's caller sees it: one statement. */
export async function contextRows(tx: Tx, portalId: string, named: References): Promise<ContextRow> {
  const [row] = await tx.$queryRaw<ContextRow[]>(contextRead(portalId, named).sql);
  return row ?? { pages: [], datasets: [], maps: [], layers: [], pictures: [] };
}

export function contextRead(portalId: string, named: References): Read<ContextRow> {
  const sql = Prisma.sql`
    SELECT
      (SELECT coalesce(json_agg(json_build_object('id', p.id,
         'slug', CASE p.kind WHEN 'news' THEN 'news/' || p.slug ELSE p.slug END, 'title', v.content->'title') ORDER BY p.id), '[]')
       FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id
       WHERE p.portal_id = ${portalId}::uuid AND p.status = 'published' AND p.id = ANY (${[...named.pages]}::uuid[])) AS pages,
      (SELECT coalesce(json_agg(json_build_object('id', d.id, 'slug', c.slug, 'title', d.title) ORDER BY d.id), '[]')
       FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
       WHERE c.portal_id = ${portalId}::uuid AND c.dataset_id = ANY (${[...named.datasets]}::uuid[])) AS datasets,
      (SELECT coalesce(json_agg(json_build_object('id', m.id, 'slug', m.slug, 'kind', m.kind, 'title', m.title) ORDER BY m.id), '[]')
       FROM saved_maps m
       WHERE m.portal_id = ${portalId}::uuid AND m.status = 'published' AND m.id = ANY (${[...named.maps]}::uuid[])) AS maps,
      (SELECT coalesce(json_agg(json_build_object('id', l.id, 'title', l.title, 'datasetId', l.dataset_id, 'datasetSlug', c.slug)
         ORDER BY l.id), '[]')
       FROM app.portal_catalogue c JOIN layers l ON l.dataset_id = c.dataset_id AND l.status = 'ready'
       WHERE c.portal_id = ${portalId}::uuid AND l.id = ANY (${[...named.layers]}::uuid[])) AS layers,
      (SELECT coalesce(json_agg(json_build_object('id', m.id, 'alt', m.alt, 'isDecorative', m.is_decorative, 'credit', m.credit,
         'width', m.width, 'height', m.height, 'variants', m.variants) ORDER BY m.id), '[]')
       FROM site_media m WHERE m.portal_id = ${portalId}::uuid AND m.id = ANY (${[...named.pictures]}::uuid[])) AS pictures`;
  return { sql };
}
