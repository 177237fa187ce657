import { plainStates } from "@archipel/contracts/report-statuses.ts";
import { reportStatus } from "@archipel/contracts/reports.ts";
import { z } from "zod";
import type { ReportsQuery } from "../../links.ts";

const text = (most: number) =>
  z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string().trim().max(most).optional().catch(undefined));
const querySchema = z.object({ q: text(100), status: text(20), theme: text(36), mine: text(1), dataset: text(120), cursor: text(200) });

/** Reads the tracker's query from an address. Unreadable parts are ignored, because people type and shorten addresses. */
export function readReportsQuery(searchParams: Readonly<Record<string, string | string[] | undefined>>): ReportsQuery {
  const { q, status, theme, mine, dataset, cursor } = querySchema.parse(searchParams);
  const isStatus =
    status === "open" || status === "closed" || plainStates.some((one) => one === status) || reportStatus.safeParse(status).success;
  return {
    q: q || undefined,
    status: isStatus ? status : undefined,
    theme: z.uuid().safeParse(theme).success ? theme : undefined,
    mine: mine === "1" ? mine : undefined,
    dataset: dataset || undefined,
    cursor: cursor || undefined,
  };
}
