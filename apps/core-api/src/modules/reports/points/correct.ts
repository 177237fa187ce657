import type { correctionStarted, correctPointsInput } from "@archipel/contracts/reports.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { startCorrection } from "../../clouds/correcting/start.ts";
import { isOpen } from "../policy.ts";
import { reportRow } from "../queries/reports.ts";
import { storedPoints } from "./stored-points.ts";

/** Starts the job that gives the points of a report another class. The report is closed when its points are corrected. */
export async function correctPoints(
  core: Core,
  actor: MemberActor,
  { reportId, classification, message }: z.infer<typeof correctPointsInput>,
): Promise<z.infer<typeof correctionStarted>> {
  const row = await core.database.sqlAs(memberScope(actor), (sql) => reportRow(sql, actor.communityId, { id: reportId }));
  if (!row) throw new DomainError("not-found", "reports-missing");
  if (row.points === null || row.layerId === null) throw new DomainError("invalid", "report-without-points");
  if (!isOpen(row.status)) throw new DomainError("conflict", "report-closed", { number: row.number });
  const { volume } = storedPoints.parse(row.points);
  const report = { id: row.id, number: row.number, message };
  return startCorrection(core, actor, { layerId: row.layerId, volume, classification, report });
}
