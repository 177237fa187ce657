import { apiError } from "@archipel/api-client/errors.ts";
import { MAPS_OF_BLOCK, type MapRights, type SavedMap, type SavedMapSummary } from "@archipel/contracts/maps.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { notFound } from "next/navigation";
import { cache } from "react";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreFor } from "../../api/core.ts";
import { coreForAll } from "../../api/core-for-all.ts";
import { getAccessToken } from "../../auth.ts";

const PAGE_SIZE = 24;

/** The newest published maps, as anyone sees them; at most ten seconds old. */
const newest = createBriefCache(async (portalId) => (await coreForAll()).maps.list.query({ portalId, limit: MAPS_OF_BLOCK }), {
  freshMs: 10_000,
  capacity: 2_000,
});

/** Whether the portal has published a map. The header works without the answer. */
export async function hasMaps(portalId: string): Promise<boolean> {
  const found = await newest(portalId).catch(() => null);
  return found !== null && found.total > 0;
}

/** The newest published maps, for lists of addresses. */
export async function publishedMaps(portalId: string): Promise<readonly SavedMapSummary[]> {
  return (await newest(portalId)).items;
}

export function listMaps(portalId: string, cursor: string | undefined): Promise<Page<SavedMapSummary>> {
  return coreFor(null).maps.list.query({ portalId, limit: PAGE_SIZE, ...(cursor && { cursor }) });
}

/** The map at an address, as this visitor sees it. `asAnyone`: as an anonymous visitor does. */
async function readMap(portalId: string, slug: string, asAnyone = false): Promise<SavedMap | null> {
  return coreFor(asAnyone ? null : await getAccessToken())
    .maps.view.query({ portalId, slug })
    .catch((error: unknown) => {
      if (["map-not-found", "invalid-input"].includes(apiError(error).code)) return null;
      throw error;
    });
}

export const mapOf = cache(async (portalId: string, slug: string): Promise<SavedMap> => (await readMap(portalId, slug)) ?? notFound());

export const publicMap = (portalId: string, slug: string) => readMap(portalId, slug, true);

/** What this visitor may do with maps on the portal. */
export async function mapRights(portalId: string): Promise<MapRights> {
  return coreFor(await getAccessToken()).maps.rights.query({ portalId });
}

/** A member's own maps, and those that a manager looks after. */
export async function memberMaps(portalId: string, { communityId, mayPublish }: MapRights) {
  if (communityId === null) return null;
  const core = coreFor(await getAccessToken());
  const [mine, managed] = await Promise.all([
    core.maps.mine.query({ communityId, portalId, limit: 100 }),
    mayPublish ? core.maps.managed.query({ communityId, portalId, limit: 100 }) : null,
  ]);
  return { communityId, mine, managed };
}
