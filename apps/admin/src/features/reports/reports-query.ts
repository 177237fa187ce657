import { keepPreviousData } from "@tanstack/react-query";
import type { Api } from "../../api/api.ts";
import { filterOf, type QueueChoice } from "./queue-filter.ts";

const PAGE = 50;

/** The queue of reports, for the page and for the server that draws it. */
export const reportsQuery = (api: Api, communityId: string, choice: QueueChoice) =>
  api.reports.list.infiniteQueryOptions(
    { communityId, filter: filterOf(choice), sort: choice.sort, limit: PAGE },
    { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, refetchInterval: 60_000 },
  );
