import type { ContributionFilter, ContributionStatus } from "@archipel/contracts/contributions.ts";
import { keepPreviousData } from "@tanstack/react-query";
import type { Api } from "../../api/api.ts";
import { isSameFilter } from "../filters/same-filter.ts";

const VIEWS = {
  waiting: ["submitted", "conflicting"],
  author: ["changes-requested"],
  merged: ["merged"],
  closed: ["rejected", "withdrawn"],
  all: [],
} as const satisfies Record<string, readonly ContributionStatus[]>;
type View = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS) as View[];

/** The view with exactly these statuses; `all` when no view has them. */
export function viewOf(status: readonly ContributionStatus[]): View {
  return VIEW_NAMES.find((name) => isSameFilter({ status: VIEWS[name] }, { status })) ?? "all";
}

export interface Choice {
  readonly view: View;
  /** Empty: every dataset. */
  readonly datasetId: string;
  readonly isMine: boolean;
  readonly isInTerritory: boolean;
}

/** What an address asks for. Without it, a moderator starts with what waits, a contributor with their own contributions. */
export function choiceFromAddress(asked: URLSearchParams, isModerator: boolean): Choice {
  return {
    view: VIEW_NAMES.find((name) => name === asked.get("view")) ?? (isModerator ? "waiting" : "all"),
    datasetId: asked.get("dataset") ?? "",
    isMine: asked.has("mine") ? asked.get("mine") === "1" : !isModerator,
    isInTerritory: asked.get("territory") === "1",
  };
}

/** The query of the address. */
export function addressOf({ view, datasetId, isMine, isInTerritory }: Choice): URLSearchParams {
  return new URLSearchParams({
    view,
    mine: isMine ? "1" : "0",
    ...(isInTerritory && { territory: "1" }),
    ...(datasetId && { dataset: datasetId }),
  });
}

export function filterOf({ view, datasetId, isMine, isInTerritory }: Choice): ContributionFilter {
  return {
    status: [...VIEWS[view]],
    ...(datasetId && { datasetId }),
    ...(isMine && { isMine }),
    ...(isInTerritory && { isInTerritory }),
  };
}

/** The queue of contributions, for the page and for the server that draws it. */
export const contributionsQuery = (api: Api, communityId: string, choice: Choice) =>
  api.contributions.list.infiniteQueryOptions(
    { communityId, ...filterOf(choice) },
    { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, refetchInterval: 30_000 },
  );
