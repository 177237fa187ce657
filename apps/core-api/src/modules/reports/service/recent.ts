import type { ReportSummary } from "@archipel/contracts/reports.ts";
import type { Localized } from "@archipel/contracts/text.ts";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { latestAnswers } from "../queries/entries.ts";
import { reportPage } from "../queries/report-page.ts";
import { asVisitor } from "./as-visitor.ts";
import { summaryOf } from "./describe.ts";
import { settingsOf, statusWords } from "./settings.ts";
import { portalConditions } from "./track.ts";

/** A public report with the words of its state, and the latest public answer of the community. */
export interface RecentReport extends Omit<ReportSummary, "status"> {
  status: Localized | null;
  answer: string | null;
}

/** The public reports of a portal, the latest change first. What only some readers may see is left out for all. */
export function recentReports(
  core: Core,
  { portalId, ...visit }: PortalVisit,
  page: { cursor: string | null; limit: number },
): Promise<{ items: RecentReport[]; nextCursor: string | null }> {
  const stranger = { ...visit, portalId, userId: null, role: null };
  return asVisitor(core, stranger, async (sql) => {
    const { rows, nextCursor } = await reportPage(sql, portalConditions(stranger, { portalId }), "changed", page);
    const words = statusWords(await settingsOf(sql, stranger.communityId));
    const answers = await latestAnswers(
      sql,
      stranger.communityId,
      rows.map(({ id }) => id),
    );
    const items = rows.map((row) => ({
      ...summaryOf(row, undefined),
      status: words.find(({ status }) => status === row.status)?.label ?? null,
      answer: answers.get(row.id) ?? null,
    }));
    return { items, nextCursor };
  });
}
