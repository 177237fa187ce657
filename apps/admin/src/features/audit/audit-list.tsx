"use client";
import type { AuditNoun } from "@archipel/contracts/audit-actions.ts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { AuditDays } from "./audit-days.tsx";

/** Which entries are listed; what is absent does not narrow the list. */
export interface AuditChoice {
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly nouns?: AuditNoun[];
  readonly actorId?: string;
  readonly portalId?: string;
  readonly after?: Date;
  readonly before?: Date;
}

/** The journal of the community, or of one resource of it. */
export function AuditList(choice: AuditChoice) {
  const api = useApi();
  const community = useCommunity();
  const entries = useInfiniteQuery(
    api.audit.list.infiniteQueryOptions({ communityId: community.id, ...choice }, { getNextPageParam: (page) => page.nextCursor }),
  );
  return <AuditDays journal={entries} community={community.slug} />;
}
