import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

/** Each searched layer costs a query of words. */
const MOST_LAYERS = 60;

export interface AreaLayer {
  id: string;
  title: string;
  communityName: string;
}

/**
 * Layers of polygons that the caller may read whole: those of the community first, then those that its portals list, then the others of the
 * platform, the ones of fewest features first, which are more often areas of work than parcels.
 */
export function readableAreaLayers(tx: Tx, community: CommunityId): Promise<AreaLayer[]> {
  return tx.$queryRaw<AreaLayer[]>`
    SELECT l.id, l.title, coalesce((SELECT p.name FROM app.public_communities p WHERE p.id = l.community_id), '') AS "communityName"
    FROM layers l
    WHERE l.status = 'ready' AND l.kind = 'vector' AND l.geometry_type LIKE '%Polygon%'
    ORDER BY l.community_id = ${community}::uuid DESC,
      EXISTS (SELECT FROM app.portal_catalogue c JOIN portals o ON o.id = c.portal_id
        WHERE o.community_id = ${community}::uuid AND c.dataset_id = l.dataset_id) DESC,
      l.feature_count, l.id
    LIMIT ${MOST_LAYERS}`;
}
