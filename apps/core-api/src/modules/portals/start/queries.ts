import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

export interface StartRow {
  id: string;
  name: string;
  status: string;
  hasStartList: boolean;
  startSkipped: string[];
  isViewChosen: boolean;
  theme: unknown;
  logoKey: string | null;
  locales: string[];
  packs: number;
  listed: number;
  /** Ids of the listed datasets that visitors see, and of their layers. */
  seen: number;
  layers: string[];
  hasExtent: boolean;
  datasetId: string | null;
  hasSource: boolean;
  /** What is stored of the texts of each published page. */
  pages: unknown[];
}

/** What a community's portals that are not deleted have, all or one. */
export function startRows(tx: Tx, community: CommunityId, portalId: string | null = null): Promise<StartRow[]> {
  return tx.$queryRaw<StartRow[]>`
    WITH seen AS (
      SELECT pd.portal_id, d.id FROM portal_datasets pd JOIN portals p ON p.id = pd.portal_id JOIN datasets d ON d.id = pd.dataset_id
      WHERE p.community_id = ${community}::uuid AND d.status = 'published' AND d.visibility = 'public' AND (d.community_id = p.community_id OR d.is_shared)
        AND EXISTS (SELECT FROM layers l WHERE l.dataset_id = d.id AND l.status = 'ready'))
    SELECT p.id, p.name, p.status, p.has_start_list AS "hasStartList", p.start_skipped AS "startSkipped", p.is_view_chosen AS "isViewChosen", p.theme,
      p.logo_key AS "logoKey", p.locales,
      coalesce((SELECT cardinality(a.packs) FROM portal_answers a WHERE a.portal_id = p.id), 0) AS packs,
      (SELECT count(*)::integer FROM portal_datasets pd WHERE pd.portal_id = p.id) AS listed,
      (SELECT count(*)::integer FROM seen s WHERE s.portal_id = p.id) AS seen,
      ARRAY(SELECT l.id FROM seen s JOIN layers l ON l.dataset_id = s.id AND l.status = 'ready' WHERE s.portal_id = p.id) AS layers,
      EXISTS (SELECT FROM seen s JOIN layers l ON l.dataset_id = s.id AND l.status = 'ready' AND cardinality(l.bbox) = 4 WHERE s.portal_id = p.id) AS "hasExtent",
      (SELECT s.id FROM seen s WHERE s.portal_id = p.id ORDER BY s.id LIMIT 1) AS "datasetId",
      EXISTS (SELECT FROM datasets d WHERE d.community_id = p.community_id AND d.status = 'published') AS "hasSource",
      ARRAY(SELECT v.completeness FROM site_pages w JOIN site_page_versions v ON v.id = w.published_version_id
        WHERE w.portal_id = p.id AND w.status = 'published' AND w.kind <> 'news') AS pages
    FROM portals p WHERE p.community_id = ${community}::uuid AND p.status <> 'deleted' AND (${portalId}::uuid IS NULL OR p.id = ${portalId}::uuid)
    ORDER BY p.created_at, p.id`;
}

/** Whether one of these layers has names that the search finds. Its index belongs to the platform. */
export async function haveNames(tx: Tx, layers: readonly string[]): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT FROM search_layers s WHERE s.layer_id = ANY (${[...layers]}::uuid[]) AND s.entries > 0) AS found`;
  return row?.found === true;
}
