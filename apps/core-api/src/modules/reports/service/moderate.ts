import type { Page } from "@archipel/contracts/page.ts";
import type {
  acceptOutcome,
  acceptReportInput,
  hideFileInput,
  listReportsInput,
  ModeratedReport,
  QueuedReport,
  reportEntryInput,
  SimilarReport,
} from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { acceptReportedEdit } from "../../contributions/service/reported-edit.ts";
import { auditReport, emitReportEvent } from "../events.ts";
import { excludeApart } from "../likeness/apart.ts";
import { findSimilar } from "../likeness/find-similar.ts";
import { isOpen, nextStatuses } from "../policy.ts";
import { touchReport } from "../queries/change-reports.ts";
import { entryRows, insertEntry } from "../queries/entries.ts";
import { fileRows, setFileHidden } from "../queries/files.ts";
import { layerNames } from "../queries/layer-names.ts";
import { reportPage } from "../queries/report-page.ts";
import { Conditions, lockReports, mergedReportRows, type ReportRow, reporterNames, reportRow } from "../queries/reports.ts";
import { changeStatus } from "./change.ts";
import { detailsOf, entryOf, summaryOf } from "./describe.ts";
import { settingsOf } from "./settings.ts";
import { withSearch } from "./track.ts";

/** What moderators read and write, in their own database scope. Only merging into a layer needs a worker's scope. */

type ListInput = z.infer<typeof listReportsInput>;

export function listReports(core: Core, actor: MemberActor, input: ListInput): Promise<Page<QueuedReport>> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { rows, ...page } = await reportPage(sql, queueConditions(actor, input.filter), input.sort, input);
    const [layers, authors] = [await layersOf(sql, rows), await namesOf(sql, rows)];
    const items = rows.map(
      (row): QueuedReport => ({
        ...summaryOf(row, layers.get(row.layerId ?? "")),
        authorName: authors.get(row.id) ?? null,
        assigneeId: row.assigneeId,
        assigneeName: row.assigneeName,
        dueAt: row.dueAt,
        snoozedUntil: row.snoozedUntil,
        isHidden: row.isHidden,
        review: row.review,
        entriesToReview: row.entriesToReview,
        portalName: row.portalName,
      }),
    );
    return { items, ...page };
  });
}

function queueConditions(actor: MemberActor, filter: ListInput["filter"]): Conditions {
  const where = new Conditions(actor.communityId).and("r.merged_into_id IS NULL");
  if (filter.status?.length) where.and("r.status = ANY (?::text[])", filter.status);
  if (filter.themeId) where.and("r.theme_id = ?::uuid", filter.themeId);
  if (filter.portalId) where.and("r.portal_id = ?::uuid", filter.portalId);
  if (filter.datasetId) where.and("r.dataset_id = ?::uuid", filter.datasetId);
  if (filter.assignee === "nobody") where.and("r.assignee_id IS NULL");
  else if (filter.assignee) where.and("r.assignee_id = ?::uuid", filter.assignee === "me" ? actor.userId : filter.assignee);
  if (filter.isOverdue !== undefined)
    where.and("(r.closed_at IS NULL AND coalesce(r.due_at < now(), false)) = ?::boolean", filter.isOverdue);
  if (filter.isSnoozed !== undefined) where.and("coalesce(r.snoozed_until > now(), false) = ?::boolean", filter.isSnoozed);
  if (filter.hasProposedEdit !== undefined) where.and("(r.contribution_id IS NOT NULL) = ?::boolean", filter.hasProposedEdit);
  if (filter.isToReview !== undefined) {
    where.and(
      `(r.review IN ('unseen', 'held')
        OR EXISTS (SELECT FROM report_entries e WHERE e.report_id = r.id AND e.review IN ('unseen', 'held'))) = ?::boolean`,
      filter.isToReview,
    );
  }
  if (filter.isInTerritory !== undefined) {
    where.and(
      `(SELECT m.territory IS NULL OR ST_Covers(m.territory, r.place) FROM memberships m
        WHERE m.community_id = r.community_id AND m.user_id = ?::uuid) = ?::boolean`,
      actor.userId,
      filter.isInTerritory,
    );
  }
  return filter.search?.trim() ? withSearch(where, filter.search.trim()) : where;
}

function layersOf(sql: SqlSession, rows: readonly ReportRow[]) {
  return layerNames(
    sql,
    rows.map(({ layerId }) => layerId),
  );
}

function namesOf(sql: SqlSession, rows: readonly ReportRow[]): Promise<Map<string, string>> {
  return reporterNames(
    sql,
    rows.map(({ id }) => id),
  );
}

export function getReport(core: Core, actor: MemberActor, reportId: string): Promise<ModeratedReport> {
  return core.database.sqlAs(memberScope(actor), async (sql) => describe(sql, actor, await reportOf(sql, actor, reportId)));
}

async function reportOf(sql: SqlSession, actor: MemberActor, reportId: string): Promise<ReportRow> {
  const row = await reportRow(sql, actor.communityId, { id: reportId });
  if (!row) throw new DomainError("not-found", "reports-missing");
  return row;
}

async function describe(sql: SqlSession, actor: MemberActor, row: ReportRow): Promise<ModeratedReport> {
  const { communityId } = actor;
  const layer = (await layersOf(sql, [row])).get(row.layerId ?? "");
  const entries = (await entryRows(sql, communityId, row.id, "moderator")).map(entryOf);
  const authorName = (await namesOf(sql, [row])).get(row.id) ?? null;
  const settings = await settingsOf(sql, communityId);
  const mergedReports = await mergedReportRows(sql, communityId, row.id);
  return {
    ...summaryOf(row, layer),
    ...detailsOf(row, layer, await fileRows(sql, communityId, row.id, true), entries),
    communityId,
    authorName,
    hasEmail: row.hasEmail,
    portal: row.portalId && row.portalName ? { id: row.portalId, name: row.portalName } : null,
    assigneeId: row.assigneeId,
    assigneeName: row.assigneeName,
    dueAt: row.dueAt,
    snoozedUntil: row.snoozedUntil,
    isHidden: row.isHidden,
    review: row.review,
    entriesToReview: row.entriesToReview,
    contributionId: row.contributionId,
    nextStatuses: row.mergedIntoId === null ? nextStatuses(row.status, actor.role, settings) : [],
    mergedReports,
  };
}

/** Adds a public comment or, if internal, a note for moderators. */
export function writeEntry(core: Core, actor: MemberActor, input: z.infer<typeof reportEntryInput>): Promise<ModeratedReport> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const row = await reportOf(sql, actor, input.reportId);
    const { isInternal, body } = input;
    const kind = isInternal ? "note" : "comment";
    const detail = isInternal ? {} : { isCommunity: true };
    await insertEntry(sql, actor.communityId, { reportId: row.id, kind, isInternal, authorId: actor.userId, body, detail });
    await touchReport(sql, actor.communityId, row.id);
    await auditReport(sql, row, actor.userId, isInternal ? "noted" : "commented");
    if (!isInternal) await emitReportEvent(sql, row, "report.commented", { actorId: actor.userId, isReporter: false, said: body });
    return describe(sql, actor, await reportOf(sql, actor, row.id));
  });
}

/** Hides a file from the public, or shows it again. */
export function hideFile(core: Core, actor: MemberActor, input: z.infer<typeof hideFileInput>): Promise<ModeratedReport> {
  const { communityId, userId: authorId } = actor;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const row = await reportOf(sql, actor, input.reportId);
    const file = await setFileHidden(sql, communityId, row.id, input);
    if (file === undefined) throw new DomainError("not-found", "report-file-not-found");
    const detail = { isHidden: input.isHidden, file };
    await insertEntry(sql, communityId, { reportId: row.id, kind: "visibility", isInternal: true, authorId, detail });
    await auditReport(sql, row, authorId, input.isHidden ? "file-hidden" : "file-shown");
    return describe(sql, actor, row);
  });
}

/** Reports of the community that may be about the same thing as this one. */
export function similarTo(core: Core, actor: MemberActor, reportId: string): Promise<SimilarReport[]> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const row = await reportOf(sql, actor, reportId);
    const where = new Conditions(actor.communityId).and("r.merged_into_id IS NULL").and("r.id <> ?::uuid", row.id);
    excludeApart(where, row.id);
    const feature = row.layerId && row.fid !== null ? { layerId: row.layerId, fid: Number(row.fid) } : null;
    const alike = await findSimilar(sql, where, { place: row, body: row.body, themeId: row.themeId, feature });
    const layers = await layersOf(
      sql,
      alike.map(({ row }) => row),
    );
    return alike.map(({ row: other, ...how }) => ({ ...summaryOf(other, layers.get(other.layerId ?? "")), ...how }));
  });
}

/**
 * Merges the edit that a report proposes, with the reporter as its author, and closes the report as taken into account. If the edit
 * conflicts or its dataset requires more approvals, the contribution stays in its queue and the report stays open.
 */
export async function acceptReport(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof acceptReportInput>,
): Promise<z.infer<typeof acceptOutcome>> {
  const { communityId, userId: authorId } = actor;
  const accepted = await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const [row] = await lockReports(sql, communityId, [input.reportId]);
    if (!row) throw new DomainError("not-found", "reports-missing");
    if (row.contributionId === null) throw new DomainError("invalid", "report-without-edit");
    if (!isOpen(row.status)) throw new DomainError("conflict", "report-closed", { number: row.number });
    const merged = await acceptReportedEdit(sql, actor, row.contributionId);
    const outcome = merged.outcome === "merged" ? "accepted" : merged.outcome;
    // Only a merged edit is public. Other outcomes are for moderators.
    const entry = { reportId: row.id, kind: "edit", authorId, isInternal: outcome !== "accepted", detail: { outcome } };
    await insertEntry(sql, communityId, entry);
    if (outcome === "accepted") await changeStatus(sql, actor, row, "valid", input.message);
    return { merged, contributionId: row.contributionId };
  });
  const { merged, contributionId } = accepted;
  if (merged.outcome !== "merged") return { outcome: merged.outcome, contributionId };
  core.news.edited(merged.layerIds);
  return { outcome: "accepted" };
}
