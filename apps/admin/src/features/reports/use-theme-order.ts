"use client";
import type { ReportTheme } from "@archipel/contracts/reports.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";

/** The order of the themes on portals. A move is shown at once, and reverted when core-api refuses it. */
export function useThemeOrder(themes: readonly ReportTheme[]) {
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const [ids, setIds] = useState<readonly string[] | null>(null);
  const save = useMutation(
    api.reports.orderThemes.mutationOptions({
      onError: (error) => toasts.add({ title: errorText(error) }),
      onSettled: async () => {
        await queryClient.invalidateQueries(api.reports.themes.pathFilter());
        setIds(null);
      },
    }),
  );
  const place = (id: string) => {
    const at = ids?.indexOf(id) ?? -1;
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  const ordered = themes.toSorted((a, b) => (ids ? place(a.id) - place(b.id) : 0) || a.position - b.position);
  return {
    ordered,
    order: (moved: readonly ReportTheme[]) => {
      const themeIds = moved.map(({ id }) => id);
      setIds(themeIds);
      save.mutate({ communityId, themeIds });
    },
  };
}
