"use client";
import type { Contribution, EditKind } from "@archipel/contracts/contributions.ts";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useEditNames } from "../edits/use-edit-names.ts";

/** The edits of a contribution, loaded by pages. The chosen edit is fetched alone when its page is not loaded yet. */
export function useEdits({ id: contributionId, communityId }: Pick<Contribution, "id" | "communityId">) {
  const api = useApi();
  const [kind, setKind] = useState<EditKind | null>(null);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const named = { communityId, contributionId };
  const overview = useQuery(api.contributions.overview.queryOptions(named));
  const pages = useInfiniteQuery(
    api.contributions.edits.infiniteQueryOptions(
      { ...named, limit: 100, ...(kind && { kind }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const nameOf = useEditNames(pages.data?.pages.flatMap((page) => page.items) ?? []);
  const all = (pages.data?.pages.flatMap((page) => page.items) ?? []).map(nameOf);
  const listed = all.findIndex(({ id }) => id === chosenId);
  const isFar = chosenId !== null && listed < 0 && pages.data !== undefined;
  const far = useQuery({
    ...api.contributions.edits.queryOptions({ ...named, editId: chosenId ?? "", limit: 1 }),
    enabled: isFar,
  });
  const [farEdit] = far.data?.items ?? [];
  const edit = isFar ? farEdit && nameOf(farEdit) : (all[listed] ?? all[0]);
  // A decision is about what the page shows, so that the oldest version of the edits on it counts.
  const states = [...(pages.data?.pages ?? []), ...(isFar && far.data ? [far.data] : [])].map(({ editsVersion }) => editsVersion);
  const step = (by: number) => {
    const next = all[Math.max(0, listed) + by];
    if (next) setChosenId(next.id);
    else if (by > 0 && pages.hasNextPage && !pages.isFetchingNextPage) {
      void pages.fetchNextPage().then(({ data }) => setChosenId(data?.pages.at(-1)?.items[0]?.id ?? chosenId));
    }
  };
  const show = (asked: EditKind | null) => {
    setKind(asked);
    setChosenId(null);
  };
  return {
    ...{ pages, all, total: pages.data?.pages[0]?.total ?? all.length, overview: overview.data, edit, isFar, kind, show, step },
    choose: setChosenId,
    seen: states.length > 0 ? Math.min(...states) : null,
  };
}

export type Edits = ReturnType<typeof useEdits>;
