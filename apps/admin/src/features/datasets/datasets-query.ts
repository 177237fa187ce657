import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import { keepPreviousData } from "@tanstack/react-query";
import type { Api } from "../../api/api.ts";

interface Asked {
  readonly communityId: string;
  readonly q?: string;
  readonly status?: DatasetSummary["status"];
}

/** The list of a community's datasets, for the page and for the server that draws it. */
export const datasetsQuery = (api: Api, asked: Asked) =>
  api.datasets.list.infiniteQueryOptions(asked, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData });
