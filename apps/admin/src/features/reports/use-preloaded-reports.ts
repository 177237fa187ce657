"use client";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";

const PRELOADED = 3;
const FEW_LEFT = 15;

/** Preloads the reports after the current one, and loads more rows when few are left. */
export function usePreloadedReports(rows: readonly QueuedReport[], currentId: string | null, onMore: (() => void) | undefined): void {
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const at = rows.findIndex(({ id }) => id === currentId);
  const ahead = rows
    .slice(at + 1, at + 1 + PRELOADED)
    .map(({ id }) => id)
    .join();
  const preload = useEffectEvent((reportIds: readonly string[]) => {
    for (const reportId of reportIds) {
      void queryClient.prefetchQuery(api.reports.get.queryOptions({ communityId, reportId }));
      // The merge shortcut does nothing until the duplicates are loaded, so that they are preloaded too.
      void queryClient.prefetchQuery(api.reports.similarTo.queryOptions({ communityId, reportId }));
    }
    if (rows.length - at < FEW_LEFT) onMore?.();
  });
  useEffect(() => preload(ahead.split(",").filter(Boolean)), [ahead]);
}
