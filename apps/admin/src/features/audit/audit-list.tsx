"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { AuditDays } from "./audit-days.tsx";

interface AuditListProps {
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
}

/** The journal of the community, or of one resource of it. */
export function AuditList({ resourceType, resourceId }: AuditListProps) {
  const api = useApi();
  const community = useCommunity();
  const entries = useInfiniteQuery(
    api.audit.list.infiniteQueryOptions(
      { communityId: community.id, ...(resourceType && { resourceType }), ...(resourceId && { resourceId }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return <AuditDays journal={entries} />;
}
