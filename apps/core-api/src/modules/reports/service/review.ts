import type { reviewReportsInput } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { auditReport, emitReportEvent } from "../events.ts";
import { isOpen, isToReview } from "../policy.ts";
import { insertEntry } from "../queries/entries.ts";
import { hideAllFiles } from "../queries/files.ts";
import { lockReports, type ReportRow } from "../queries/reports.ts";
import { type ReviewedEntry, reviewedEntries, setEntryReview, setReportReview } from "../queries/review.ts";
import { changeStatus } from "./change.ts";

type Input = z.infer<typeof reviewReportsInput>;
type Decision = Pick<Input, "decision" | "reason">;

/**
 * Publishes or refuses reports and messages of people without an account: all that the input names, or nothing. A message that arrived since
 * the moderator looked is not named, so it stays held. Publishing what is published changes nothing; what is refused can be published later.
 */
export async function reviewReports(core: Core, actor: MemberActor, input: Input): Promise<void> {
  const { communityId } = actor;
  if (input.decision === "refuse" && input.reason.trim() === "") {
    throw new DomainError("invalid", "report-refusal-without-reason", {}, "reason");
  }
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    const named = await reviewedEntries(sql, communityId, input.entryIds);
    const wanted = new Set([...input.reportIds, ...named.map(({ reportId }) => reportId)]);
    const rows = await lockReports(sql, communityId, [...wanted]);
    // Read again under the lock: another moderator may have decided meanwhile.
    const entries = await reviewedEntries(sql, communityId, input.entryIds);
    if (rows.length < wanted.size || entries.length < new Set(input.entryIds).size) throw new DomainError("not-found", "reports-missing");
    for (const row of rows) {
      for (const entry of entries) if (entry.reportId === row.id) await reviewEntry(sql, actor, input, row, entry);
      if (input.reportIds.includes(row.id)) await reviewReport(sql, actor, input, row);
    }
  });
}

async function reviewReport(sql: SqlSession, actor: MemberActor, { decision, reason }: Decision, row: ReportRow): Promise<void> {
  const { communityId } = actor;
  if (decision === "refuse") {
    assertUndecided(row);
    await setReportReview(sql, communityId, row.id, "refused");
    await record(sql, actor, { decision, reason }, row, {});
    // The reporter is notified of the refusal with its reason, as of any answer.
    if (isOpen(row.status) && row.mergedIntoId === null) await changeStatus(sql, actor, row, "reject", reason);
    return;
  }
  if (row.review === "passed") return;
  const files = decision === "publish-without-files" ? await hideAllFiles(sql, communityId, row.id) : 0;
  await setReportReview(sql, communityId, row.id, "passed");
  await record(sql, actor, { decision, reason }, row, files > 0 ? { files } : {});
}

async function reviewEntry(
  sql: SqlSession,
  actor: MemberActor,
  { decision, reason }: Decision,
  row: ReportRow,
  entry: ReviewedEntry,
): Promise<void> {
  const isRefused = decision === "refuse";
  if (isRefused) assertUndecided({ ...entry, number: row.number });
  else if (entry.review === "passed") return;
  const review = isRefused ? "refused" : "passed";
  await setEntryReview(sql, actor.communityId, entry.id, { review, reason: isRefused ? reason : null });
  await record(sql, actor, { decision: isRefused ? "refuse" : "publish", reason }, row, { isComment: true });
}

/** @throws DomainError when a moderator has published or refused it before */
function assertUndecided({ review, number }: Pick<ReportRow, "review" | "number">): void {
  if (!isToReview(review)) throw new DomainError("conflict", "report-reviewed-before", { number });
}

const VERBS = { publish: "published", "publish-without-files": "published-without-files", refuse: "refused" } as const;

/** Writes the decision into the history, the audit log and the outbox. */
async function record(
  sql: SqlSession,
  { communityId, userId: authorId }: MemberActor,
  { decision, reason }: Decision,
  row: ReportRow,
  about: { isComment?: true; files?: number },
): Promise<void> {
  await insertEntry(sql, communityId, { reportId: row.id, kind: "review", authorId, isInternal: true, detail: { decision, ...about } });
  await auditReport(sql, row, authorId, `${about.isComment ? "message-" : ""}${VERBS[decision]}`, about);
  const said = decision === "refuse" ? { said: reason } : {};
  await emitReportEvent(sql, row, "report.reviewed", { decision, isComment: about.isComment ?? false, actorId: authorId, ...said });
}
