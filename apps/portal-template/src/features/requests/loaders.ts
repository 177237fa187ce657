import type { OwnRequest, Standing } from "@archipel/contracts/requests.ts";
import { cache } from "react";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreFor } from "../../api/core.ts";
import { coreForAll } from "../../api/core-for-all.ts";
import { getAccessToken } from "../../auth.ts";

/** Whether the portal's community takes requests, as seen by anonymous visitors; at most ten seconds old. */
const publicStanding = createBriefCache(async (portalId) => (await coreForAll()).requests.standing.query({ portalId }), {
  freshMs: 10_000,
  capacity: 2_000,
});

/**
 * Whether the header offers to take part: to visitors, and to signed-in people who are not members yet. Once per page: the header shows it
 * twice, for wide and for narrow screens.
 */
export const offersToJoin = cache(async (portalId: string, isSignedIn: boolean): Promise<boolean> => {
  const found = await (isSignedIn ? loadStanding(portalId, undefined) : publicStanding(portalId).catch(() => null));
  return found?.isOpen === true && found.role === null;
});

/** This person's role and request; null when the portal shows nothing of the community, or core-api does not answer. */
export async function loadStanding(portalId: string, communityId: string | undefined): Promise<Standing | null> {
  return coreFor(await getAccessToken())
    .requests.standing.query({ portalId, communityId })
    .catch(() => null);
}

/** The person's latest requests, over all communities. */
export async function loadOwnRequests(): Promise<OwnRequest[]> {
  return coreFor(await getAccessToken()).requests.own.query();
}
