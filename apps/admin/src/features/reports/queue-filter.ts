import { openStatuses, reportStatuses } from "@archipel/contracts/report-statuses.ts";
import { type ReportFilter, reportFilter } from "@archipel/contracts/reports.ts";
import { isSameFilter } from "../filters/same-filter.ts";

export const SORTS = ["waiting", "due", "latest"] as const;
export type Sort = (typeof SORTS)[number];

const OPEN = [...openStatuses];
/** The filter of each tab of the queue. */
export const VIEWS = {
  waiting: { status: OPEN, isSnoozed: false },
  review: { isToReview: true },
  mine: { status: OPEN, isSnoozed: false, assignee: "me" },
  overdue: { status: OPEN, isOverdue: true },
  unassigned: { status: OPEN, isSnoozed: false, assignee: "nobody" },
  snoozed: { status: OPEN, isSnoozed: true },
  closed: { status: reportStatuses.filter((status) => !openStatuses.includes(status)) },
  all: {},
} as const satisfies Record<string, ReportFilter>;
export type View = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS) as View[];

/** The person's choice: a tab and further filters. */
export interface QueueChoice {
  readonly view: View;
  readonly sort: Sort;
  readonly narrowed: ReportFilter;
}

export const FIRST_CHOICE: QueueChoice = { view: "waiting", sort: "waiting", narrowed: {} };

export function filterOf({ view, narrowed }: QueueChoice): ReportFilter {
  const preset: ReportFilter = VIEWS[view];
  return { ...preset, ...narrowed };
}

/** The tab and further filters that equal a saved filter. Of several tabs, the one that needs the fewest further filters. */
export function choiceOf(filter: ReportFilter, sort: Sort): QueueChoice {
  const ways = VIEW_NAMES.filter((view) => Object.keys(VIEWS[view]).every((part) => part in filter)).map((view) => {
    const preset = new Map<string, unknown>(Object.entries(VIEWS[view]));
    const rest = Object.entries(filter).filter(([part, value]) => !isSameFilter({ part: preset.get(part) }, { part: value }));
    return { view, rest };
  });
  const { view, rest } = ways.reduce((best, way) => (way.rest.length < best.rest.length ? way : best));
  return { view, sort, narrowed: Object.fromEntries(rest) };
}

/** Parts of the filter that the address holds as text; below, those that it holds as `1`. */
const TEXTS = ["themeId", "portalId", "datasetId", "assignee", "search"] as const;
const FLAGS = ["isInTerritory", "hasProposedEdit"] as const;

export function choiceFromAddress(params: URLSearchParams): QueueChoice {
  const given = {
    ...Object.fromEntries(TEXTS.flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : []))),
    ...Object.fromEntries(FLAGS.flatMap((name) => (params.get(name) === "1" ? [[name, true]] : []))),
    ...(params.has("status") && { status: params.get("status")?.split(",") }),
  };
  return {
    view: VIEW_NAMES.find((name) => name === params.get("view")) ?? FIRST_CHOICE.view,
    sort: SORTS.find((name) => name === params.get("sort")) ?? FIRST_CHOICE.sort,
    // An invalid address shows the tab without further filters.
    narrowed: reportFilter.safeParse(given).data ?? {},
  };
}

/** The query string of the address, without default values. */
export function addressOf({ view, sort, narrowed }: QueueChoice): URLSearchParams {
  const params = new URLSearchParams();
  if (view !== FIRST_CHOICE.view) params.set("view", view);
  if (sort !== FIRST_CHOICE.sort) params.set("sort", sort);
  if (narrowed.status?.length) params.set("status", narrowed.status.join(","));
  for (const name of TEXTS) if (narrowed[name]) params.set(name, narrowed[name]);
  for (const name of FLAGS) if (narrowed[name]) params.set(name, "1");
  return params;
}
