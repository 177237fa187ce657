import { randomUUID } from "node:crypto";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { CreatedReport, createReportInput, ReportTheme } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { z } from "zod";
import type { Actor, PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { saveReportedEdit } from "../../contributions/service/reported-edit.ts";
import { getFeature } from "../../features/service.ts";
import { portalLayers } from "../../portals/service.ts";
import { auditReport, emitReportEvent } from "../events.ts";
import { checkedForm } from "../form/checked-values.ts";
import { storedPoints } from "../points/stored-points.ts";
import { assertMayReport, firstReview, firstStatus, mayReport } from "../policy.ts";
import { assigneeFor } from "../queries/assignee.ts";
import { insertEntry } from "../queries/entries.ts";
import { attachFiles } from "../queries/files.ts";
import { insertReport, lockReportNumbers, nextReportNumber, reportOfRequest } from "../queries/new-report.ts";
import { assertReadsWhole } from "./in-part.ts";
import { countSending } from "./limits.ts";
import { followHash, followSecret, senderHash } from "./sender.ts";
import { settingsOf, themesOf } from "./settings.ts";

type Input = z.infer<typeof createReportInput>;

/**
 * Saves a report from anyone who may report on the portal. Sending the same id again returns the report of the first time.
 *
 * It is written in a worker's scope of the portal's community, because people without an account cannot write to the database.
 */
export async function sendReport(core: Core, actor: Actor, visit: PortalVisit, input: Input): Promise<CreatedReport> {
  assertMayReport(mayReport(visit.reporting, visit.userId !== null, visit.role));
  if (input.website !== "") throw new DomainError("invalid", "report-website-filled", {}, "website");
  const scope = { role: "worker", communityId: visit.communityId } as const;
  const before = await core.database.sqlAs(scope, (sql) => alreadySent(core, sql, visit, input.id));
  if (before) return before;
  await countSending(core, visit, "report");
  const concerned = await concernedFeature(core, actor, visit, input);
  return core.database.sqlAs(scope, async (sql) => {
    // One at a time per community: numbers are consecutive, and the same request sent twice at once makes one report.
    await lockReportNumbers(sql, visit.communityId);
    return (await alreadySent(core, sql, visit, input.id)) ?? (await store(core, sql, visit, input, concerned));
  });
}

async function alreadySent(core: Core, sql: SqlSession, visit: PortalVisit, requestId: string): Promise<CreatedReport | null> {
  const row = await reportOfRequest(sql, visit.communityId, requestId);
  if (!row) return null;
  if (row.authorId !== visit.userId) throw new DomainError("conflict", "report-sent-by-another");
  const { authorId: _, ...report } = row;
  return { ...report, follow: visit.userId ? null : followSecret(core, requestId) };
}

/** The feature that the report is about. @throws DomainError when the sender cannot see it on the portal's map */
async function concernedFeature(core: Core, actor: Actor, visit: PortalVisit, input: Input) {
  const edit = input.proposedEdit;
  const ofEdit = edit && edit.operation !== "insert" ? { layerId: edit.layerId, fid: edit.fid } : null;
  const feature = input.feature ?? ofEdit;
  if (!feature && !edit && !input.points) return null;
  const layers = await portalLayers(core, actor, visit.portalId);
  const layerOf = (layerId: string, field: string): PortalLayer => {
    const layer = layers.find((one) => one.id === layerId);
    if (!layer) throw new DomainError("not-found", "layer-not-found", {}, field);
    return layer;
  };
  if (edit) await assertReadsWhole(core, actor, layerOf(edit.layerId, "proposedEdit").id);
  if (input.points) {
    const { kind, datasetId, id: layerId } = layerOf(input.points.layerId, "points");
    if (kind !== "pointcloud") throw new DomainError("invalid", "report-points-without-cloud", {}, "points");
    return { layerId, datasetId, fid: null, label: null };
  }
  if (!feature) return null;
  const { datasetId } = layerOf(feature.layerId, "feature");
  return { ...feature, datasetId, label: (await getFeature(core, actor, feature)).label };
}

type Concerned = Awaited<ReturnType<typeof concernedFeature>>;

async function store(core: Core, sql: SqlSession, visit: PortalVisit, input: Input, concerned: Concerned): Promise<CreatedReport> {
  const { communityId, portalId, userId } = visit;
  const settings = await settingsOf(sql, communityId);
  const theme = input.themeId === null ? null : await offeredTheme(sql, visit, input.themeId);
  const values = checkedForm(theme?.fields ?? [], input.values, input.locale);
  const report = { id: randomUUID(), number: await nextReportNumber(sql, communityId), communityId };
  const status = firstStatus(theme !== null, settings);
  const review = firstReview(visit.reportReview, userId !== null);
  // The title is public once the edit is merged, perhaps before anyone published the report's words.
  const title = review === "held" ? translator(input.locale, "reports")("title", { number: report.number }) : titleOf(input.body);
  const contributionId = input.proposedEdit
    ? await saveReportedEdit(sql, communityId, { authorId: userId, title }, input.proposedEdit)
    : null;
  const themeModerators = theme?.moderatorIds ?? [];
  const assigneeId = await assigneeFor(sql, communityId, { ...input.place, themeModerators, authorId: userId });
  const follow = userId ? null : followSecret(core, input.id);
  await insertReport(sql, communityId, {
    id: report.id,
    requestId: input.id,
    number: report.number,
    portalId,
    themeId: input.themeId,
    status,
    review,
    body: input.body,
    values,
    place: input.place,
    sketch: input.sketch,
    concerned,
    points: input.points && storedPoints.parse(input.points),
    contributionId,
    authorId: userId,
    authorEmail: userId ? null : (input.email ?? null),
    authorLocale: input.locale,
    followHash: follow && followHash(core, follow),
    assigneeId,
    dueAt: dueDate(settings.daysToAnswer),
  });
  await attachUploadedFiles(core, sql, visit, report.id, input.fileIds);
  if (assigneeId) {
    await insertEntry(sql, communityId, {
      reportId: report.id,
      kind: "assignee",
      authorId: null,
      isInternal: true,
      detail: { assigneeId },
    });
  }
  await auditReport(sql, report, userId, "submitted");
  await emitReportEvent(sql, report, "report.submitted", { assigneeId, actorId: userId, isHeld: review === "held" });
  return { id: report.id, number: report.number, status, review, follow };
}

async function offeredTheme(sql: SqlSession, { communityId, portalId }: PortalVisit, themeId: string): Promise<ReportTheme> {
  const theme = (await themesOf(sql, communityId)).find(({ id }) => id === themeId);
  if (!theme?.isActive || !isOfferedIn(theme, portalId)) throw new DomainError("invalid", "report-theme-not-offered", {}, "themeId");
  return theme;
}

export function isOfferedIn(theme: Pick<ReportTheme, "portalIds">, portalId: string): boolean {
  return theme.portalIds.length === 0 || theme.portalIds.includes(portalId);
}

/** Attaches files that were uploaded before. @throws DomainError when another sender uploaded one of them */
async function attachUploadedFiles(
  core: Core,
  sql: SqlSession,
  visit: PortalVisit,
  reportId: string,
  fileIds: readonly string[],
): Promise<void> {
  if (fileIds.length === 0) return;
  const count = await attachFiles(sql, visit.communityId, reportId, { fileIds, senderHash: senderHash(core, visit) });
  if (count < new Set(fileIds).size) throw new DomainError("invalid", "report-files-missing", {}, "fileIds");
}

function dueDate(daysToAnswer: number): Date {
  return new Date(Date.now() + daysToAnswer * 24 * 3600_000);
}

/** The title of the proposed contribution: the report's first line, cut to 120 characters. */
function titleOf(body: string): string {
  const line = body.split("\n")[0]?.trim() ?? "";
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
