import type { MyCommunity } from "@archipel/contracts/communities.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { keepPreviousData } from "@tanstack/react-query";
import type { Api } from "../../api/api.ts";
import { hasRole } from "../../kit/has-role.ts";

interface Asked {
  readonly communityId: string;
  readonly q?: string;
  readonly role?: Role;
}

/** The list of a community's members, for the page and for the server that draws it. */
export const membersQuery = (api: Api, asked: Asked) =>
  api.members.list.infiniteQueryOptions(asked, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData });

/** Invitations without an answer yet, for managers. */
export const invitationsQuery = (api: Api, community: MyCommunity) =>
  api.members.invitations.queryOptions({ communityId: community.id }, { enabled: hasRole(community, "manager") });

/** The open requests to enter a community, for managers. */
export const requestsQuery = (api: Api, community: MyCommunity) =>
  api.requests.list.queryOptions({ communityId: community.id }, { enabled: hasRole(community, "manager"), refetchInterval: 30_000 });
