import type { Page } from "@archipel/contracts/page.ts";
import {
  openStatuses,
  type PortalReporting,
  type PublicReport,
  type ReportStatus,
  type ReportSummary,
  reportStatus,
  reportStatuses,
} from "@archipel/contracts/reports.ts";
import { z } from "zod";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreFor, publicCore } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";
import type { ReportsQuery } from "../../links.ts";

const PAGE_SIZE = 20;

/** Whether a portal takes reports at all, as any visitor sees it; at most ten seconds old. Null when it cannot be known now. */
const publicReporting = createBriefCache((portalId) => publicCore.reports.reporting.query({ portalId }), {
  freshMs: 10_000,
  capacity: 2_000,
});

export async function hasReports(portalId: string): Promise<boolean> {
  const found = await publicReporting(portalId).catch(() => null);
  return found !== null && found.reporting !== "nobody";
}

/** What this visitor may do; null when it cannot be known now: the page is whole without it. */
export async function loadReporting(portalId: string): Promise<PortalReporting | null> {
  return coreFor(await getAccessToken())
    .reports.reporting.query({ portalId })
    .catch(() => null);
}

const text = (most: number) =>
  z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string().trim().max(most).optional().catch(undefined));
const querySchema = z.object({ q: text(100), status: text(20), theme: text(36), mine: text(1), cursor: text(200) });

/** The tracker's query of an address; what cannot be read is left out, since addresses are typed and cut by people. */
export function readReportsQuery(searchParams: Readonly<Record<string, string | string[] | undefined>>): ReportsQuery {
  const { q, status, theme, mine, cursor } = querySchema.parse(searchParams);
  const isStatus = status === "open" || status === "closed" || reportStatus.safeParse(status).success;
  return {
    q: q || undefined,
    status: isStatus ? status : undefined,
    theme: z.uuid().safeParse(theme).success ? theme : undefined,
    mine: mine === "1" ? mine : undefined,
    cursor: cursor || undefined,
  };
}

/** The same query as core-api takes it. */
export function filterOf({ q, status, theme, mine }: ReportsQuery) {
  return {
    ...(status && { status: statusesOf(status) }),
    ...(theme && { themeId: theme }),
    ...(mine && { isMine: true }),
    ...(q && { search: q }),
  };
}

function statusesOf(status: string): ReportStatus[] {
  if (status === "open") return [...openStatuses];
  if (status === "closed") return reportStatuses.filter((one) => !openStatuses.includes(one));
  return [reportStatus.parse(status)];
}

export async function trackReports(portalId: string, query: ReportsQuery): Promise<Page<ReportSummary>> {
  const core = coreFor(await getAccessToken());
  return core.reports.track.query({ portalId, ...filterOf(query), limit: PAGE_SIZE, ...(query.cursor && { cursor: query.cursor }) });
}

/** A report as this visitor sees it; null when it is not shown to them, or only with a secret that their browser keeps. */
export async function loadReport(portalId: string, number: number, follow: string | undefined): Promise<PublicReport | null> {
  const core = coreFor(await getAccessToken());
  return core.reports.view.query({ portalId, number, ...(follow && { follow }) }).catch(() => null);
}

/** The person's own reports on this portal: the latest. */
export async function loadMyReports(portalId: string): Promise<ReportSummary[]> {
  const token = await getAccessToken();
  if (!token) return [];
  const page = await coreFor(token)
    .reports.track.query({ portalId, isMine: true, limit: PAGE_SIZE })
    .catch(() => null);
  return page?.items ?? [];
}
