"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";
import { hasRole } from "../../kit/has-role.ts";
import { WAITING, WITH_AUTHOR } from "./standing.ts";

/** Contributions that wait for this person: for a moderator those to review, for a contributor their own that were sent back. */
export function useWaiting(community: MyCommunity) {
  const api = useApi();
  const isModerator = hasRole(community, "moderator");
  const status = [...(isModerator ? WAITING : WITH_AUTHOR)];
  return useQuery(
    api.contributions.list.queryOptions(
      { communityId: community.id, status, limit: 3, ...(!isModerator && { isMine: true }) },
      { enabled: hasRole(community, "contributor"), refetchInterval: 30_000 },
    ),
  );
}
