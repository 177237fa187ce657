"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import type { ReportFilter } from "@archipel/contracts/reports.ts";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";
import { hasRole } from "../../kit/has-role.ts";
import { VIEWS } from "./queue-filter.ts";

/** The number of reports that match a filter; undefined while it loads, or when the person is not a moderator. */
export function useReportCount(community: MyCommunity, filter: ReportFilter): number | undefined {
  const api = useApi();
  return useQuery(
    api.reports.list.queryOptions(
      { communityId: community.id, filter, limit: 1 },
      { enabled: hasRole(community, "moderator"), refetchInterval: 60_000 },
    ),
  ).data?.total;
}

/** Counts of reports: waiting, to be read before the public sees them, overdue, and assigned to this person. */
export function useReportCounts(community: MyCommunity) {
  return {
    waiting: useReportCount(community, VIEWS.waiting),
    review: useReportCount(community, VIEWS.review),
    overdue: useReportCount(community, VIEWS.overdue),
    mine: useReportCount(community, VIEWS.mine),
    unassigned: useReportCount(community, VIEWS.unassigned),
  };
}
