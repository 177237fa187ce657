import { openStatuses, plainStateOf, reportStatuses } from "@archipel/contracts/report-statuses.ts";
import type { ReportStatus } from "@archipel/contracts/reports.ts";
import type { ReportsQuery } from "../../links.ts";

/** The tracker's query as core-api takes it. `datasetId`: the dataset that the query names. */
export function filterOf({ q, status, theme, mine }: ReportsQuery, datasetId?: string) {
  return {
    ...(status && { status: statusesOf(status) }),
    ...(theme && { themeId: theme }),
    ...(mine && { isMine: true }),
    ...(datasetId && { datasetId }),
    ...(q && { search: q }),
  };
}

function statusesOf(status: string): ReportStatus[] {
  if (status === "open") return [...openStatuses];
  if (status === "closed") return reportStatuses.filter((one) => !openStatuses.includes(one));
  return reportStatuses.filter((one) => one === status || plainStateOf(one) === status);
}
