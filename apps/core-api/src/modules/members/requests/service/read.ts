import { type Role, role as roleSchema } from "@archipel/contracts/members.ts";
import { type OwnRequest, type RequestableRole, requestableRole, requestStatus } from "@archipel/contracts/requests.ts";

interface RequestRow {
  id: string;
  communityId: string;
  community: { name: string };
  wantedRole: string;
  reason: string;
  status: string;
  grantedRole: string | null;
  answer: string;
  createdAt: Date;
  decidedAt: Date | null;
}

export const roleOf = (text: string): Role => roleSchema.parse(text);
export const requestableRoleOf = (text: string): RequestableRole => requestableRole.parse(text);

/** A stored request on the wire, without what only the community may know. */
export function ownRequestOf(row: RequestRow): OwnRequest {
  const { id, communityId, community, wantedRole, reason, status, grantedRole, answer, createdAt, decidedAt } = row;
  return {
    id,
    communityId,
    communityName: community.name,
    wantedRole: requestableRoleOf(wantedRole),
    reason,
    status: requestStatus.parse(status),
    grantedRole: grantedRole === null ? null : roleOf(grantedRole),
    answer,
    createdAt,
    decidedAt,
  };
}
