import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { auditIn } from "../../kernel/audit.ts";
import { emitIn } from "../../kernel/outbox.ts";

/** What happens to a report, for the readers of the outbox. */
export type ReportEvent =
  | "report.submitted"
  | "report.status-changed"
  | "report.commented"
  | "report.assigned"
  | "report.merged"
  | "report.reminded";

export interface ToldReport {
  id: string;
  number: number;
  communityId: CommunityId;
}

/** The news of a report. The payload names the report and, beside, what the event says of it. */
export function tell(sql: SqlSession, report: ToldReport, event: ReportEvent, detail: Prisma.InputJsonObject = {}): Promise<void> {
  const { id: reportId, number, communityId } = report;
  return emitIn(sql, event, communityId, { ...detail, reportId, communityId, number });
}

/** The journal's line of a change of a report. `actorId` null: somebody without an account. */
export function journal(sql: SqlSession, report: ToldReport, actorId: string | null, verb: string, extra = {}): Promise<void> {
  const { id: resourceId, communityId, number } = report;
  const summary = { title: `#${number}`, ...extra };
  return auditIn(sql, { communityId, actorId, action: `report.${verb}`, resourceType: "report", resourceId, summary });
}
