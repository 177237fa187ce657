"use client";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";

const PRELOADED = 3;
const FEW_LEFT = 15;

/** Loads the reports that come after the current one, so that the next key shows them at once, and asks for more rows when few are left. */
export function useAhead(rows: readonly QueuedReport[], currentId: string | null, onMore: (() => void) | undefined): void {
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const at = rows.findIndex(({ id }) => id === currentId);
  const ahead = rows
    .slice(at + 1, at + 1 + PRELOADED)
    .map(({ id }) => id)
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the rows ahead change
  useEffect(() => {
    for (const reportId of ahead.split(",").filter(Boolean)) {
      void queryClient.prefetchQuery(api.reports.get.queryOptions({ communityId, reportId }));
      // A merge asked for as soon as the report is read would be lost before its duplicates are known.
      void queryClient.prefetchQuery(api.reports.similarTo.queryOptions({ communityId, reportId }));
    }
    if (rows.length - at < FEW_LEFT) onMore?.();
  }, [ahead]);
}
