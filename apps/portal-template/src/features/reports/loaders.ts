import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { PortalReporting, PublicReport, TrackedReport } from "@archipel/contracts/reports.ts";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreFor } from "../../api/core.ts";
import { coreForAll } from "../../api/core-for-all.ts";
import { getAccessToken } from "../../auth.ts";
import type { ReportsQuery } from "../../links.ts";
import { sharedInProcess } from "../../runtime/shared.ts";
import { filterOf } from "./filter.ts";

const PAGE_SIZE = 20;

/** Whether a portal accepts reports, as seen by anonymous visitors; at most ten seconds old. */
const publicReporting = sharedInProcess("reporting", () =>
  createBriefCache(async (portalId) => (await coreForAll()).reports.reporting.query({ portalId }), { freshMs: 10_000, capacity: 2_000 }),
);

export async function hasReports(portalId: string): Promise<boolean> {
  const found = await publicReporting(portalId).catch(() => null);
  return found !== null && found.reporting !== "nobody";
}

/** What this visitor may do; null when core-api does not answer: the page works without it. */
export const loadReporting = cache(async (portalId: string): Promise<PortalReporting | null> => {
  const token = await getAccessToken();
  const found = token === null ? publicReporting(portalId) : coreFor(token).reports.reporting.query({ portalId });
  return found.catch(() => null);
});

/** The dataset named in the address; null when the portal does not list it, and the filter is ignored. */
export async function datasetAsked(portalId: string, { dataset: slug }: ReportsQuery): Promise<Dataset | null> {
  if (!slug) return null;
  return coreFor(await getAccessToken())
    .datasets.view.query({ portalId, slug, locale: await getLocale() })
    .catch(() => null);
}

/** The number of open reports about a dataset; null on portals without reports, or when core-api does not answer. */
export async function countOpenReports(portalId: string, datasetId: string): Promise<number | null> {
  if (!(await hasReports(portalId))) return null;
  return coreFor(await getAccessToken())
    .reports.track.query({ portalId, datasetId, status: [...openStatuses], limit: 1 })
    .then(({ total }) => total)
    .catch(() => null);
}

export async function trackReports(portalId: string, query: ReportsQuery, datasetId?: string): Promise<Page<TrackedReport>> {
  const core = coreFor(await getAccessToken());
  return core.reports.track.query({
    portalId,
    locale: await getLocale(),
    ...filterOf(query, datasetId),
    limit: PAGE_SIZE,
    ...(query.cursor && { cursor: query.cursor }),
  });
}

/** A report as this visitor sees it; null when it is hidden from them, or readable only with a secret in their browser. */
export async function loadReport(portalId: string, number: number, follow: string | undefined): Promise<PublicReport | null> {
  const core = coreFor(await getAccessToken());
  return core.reports.view.query({ portalId, number, locale: await getLocale(), ...(follow && { follow }) }).catch(() => null);
}

/** The person's own reports on this portal: the latest. */
export async function loadMyReports(portalId: string): Promise<TrackedReport[]> {
  const token = await getAccessToken();
  if (!token) return [];
  const page = await coreFor(token)
    .reports.track.query({ portalId, locale: await getLocale(), isMine: true, limit: PAGE_SIZE })
    .catch(() => null);
  return page?.items ?? [];
}
