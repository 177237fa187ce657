import type { AuditVerb } from "@archipel/contracts/audit-actions.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { auditIn } from "../../kernel/audit.ts";
import { emitIn } from "../../kernel/outbox.ts";

/** Topics of a report's events in the outbox. */
export type ReportEvent =
  | "report.submitted"
  | "report.status-changed"
  | "report.commented"
  | "report.assigned"
  | "report.merged"
  | "report.reviewed"
  | "report.reminded";

export interface ReportRef {
  id: string;
  number: number;
  communityId: CommunityId;
}

/** Emits an event of a report. The payload is `detail` and the report's ids. */
export function emitReportEvent(
  sql: SqlSession,
  report: ReportRef,
  event: ReportEvent,
  detail: Prisma.InputJsonObject = {},
): Promise<void> {
  const { id: reportId, number, communityId } = report;
  return emitIn(sql, event, communityId, { ...detail, reportId, communityId, number });
}

/** Writes the audit entry of a change of a report. `actorId` is null for somebody without an account. */
export function auditReport(
  sql: SqlSession,
  report: ReportRef,
  actorId: string | null,
  verb: AuditVerb<"report">,
  extra = {},
): Promise<void> {
  const { id: resourceId, communityId, number } = report;
  const summary = { title: `#${number}`, ...extra };
  return auditIn(sql, { communityId, actorId, action: `report.${verb}`, resourceType: "report", resourceId, summary });
}
