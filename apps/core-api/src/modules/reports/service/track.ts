import type { Page } from "@archipel/contracts/page.ts";
import type {
  PortalReporting,
  PublicReport,
  publicCommentInput,
  publicReportInput,
  reportPoint,
  reportPointsInput,
  SimilarReport,
  similarReportsInput,
  TrackedReport,
  trackReportsInput,
} from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { roleSuffices } from "../../../gate/permissions.ts";
import { type Actor, type PortalVisit, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { auditReport, emitReportEvent } from "../events.ts";
import { FILE_LIMITS } from "../files/limits.ts";
import { findSimilar } from "../likeness/find-similar.ts";
import { assertMayReport, firstReview, isPublished, mayReport } from "../policy.ts";
import { touchReport } from "../queries/change-reports.ts";
import { entryRows, insertEntry, latestAnswers } from "../queries/entries.ts";
import { fileRows } from "../queries/files.ts";
import { layerNames, layersOfDataset } from "../queries/layer-names.ts";
import { reportPage } from "../queries/report-page.ts";
import { Conditions, type ReportRow, reportPointRows, reportRow, statusesOf } from "../queries/reports.ts";
import { asVisitor } from "./as-visitor.ts";
import { detailsOf, publicEntryOf, summaryOf } from "./describe.ts";
import { labelSeen, namesInPart, reportedInPart } from "./in-part.ts";
import { countSending } from "./limits.ts";
import { isOfferedIn } from "./send.ts";
import { followHash } from "./sender.ts";
import { settingsOf, statusWords, themesOf } from "./settings.ts";

/** The public side of a portal's reports: no personal data, and no hidden, held, refused or merged reports. */

/** Reports with the layers that the caller may read. Without its layer, a report shows neither dataset nor feature. */
async function named<Row extends ReportRow>(core: Core, actor: Actor, rows: readonly Row[], locale: string | undefined) {
  const whole = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) =>
    layerNames(
      sql,
      rows.map(({ layerId }) => layerId),
      locale,
    ),
  );
  const others = rows.filter(({ layerId }) => layerId !== null && !whole.has(layerId));
  const inPart = await namesInPart(core, actor, others, locale);
  return rows.map((row) => {
    const layer = whole.get(row.layerId ?? "");
    const part = layer ? undefined : inPart(row);
    return { row: part ? { ...row, featureLabel: null } : row, layer: layer ?? part, isInPart: part !== undefined };
  });
}

export function portalReporting(core: Core, visit: PortalVisit): Promise<PortalReporting> {
  return asVisitor(core, visit, async (sql) => {
    const themes = await themesOf(sql, visit.communityId);
    return {
      reporting: visit.reporting,
      may: mayReport(visit.reporting, visit.userId !== null, visit.role),
      isHeld: firstReview(visit.reportReview, visit.userId !== null) === "held",
      communityName: visit.communityName,
      themes: themes
        .filter((theme) => theme.isActive && isOfferedIn(theme, visit.portalId))
        .map(({ moderatorIds: _, ...theme }) => ({ ...theme, portalIds: [] })),
      statuses: await listedStatuses(sql, visit),
      limits: FILE_LIMITS,
    };
  });
}

/** Statuses for the filter. One that was switched off stays listed as long as reports have it. */
async function listedStatuses(sql: SqlSession, visit: PortalVisit): Promise<PortalReporting["statuses"]> {
  const words = statusWords(await settingsOf(sql, visit.communityId));
  const off = words.filter(({ isActive }) => !isActive).map(({ status }) => status);
  const left = off.length === 0 ? [] : await statusesOf(sql, portalConditions(visit, { portalId: visit.portalId, status: off }));
  return words.map((one) => ({ ...one, isListed: one.isActive || left.includes(one.status) }));
}

type Filter = z.infer<typeof reportPointsInput>;

/** The reports that a visitor finds on the portal: those that are neither hidden, held, refused nor merged, or all of their own. */
export function portalConditions(visit: PortalVisit, filter: Filter, layers: FilteredLayers | null = null): Conditions {
  const where = new Conditions(visit.communityId).and("r.portal_id = ?::uuid", visit.portalId);
  if (filter.isMine) where.and("r.author_id = ?::uuid", visit.userId);
  else where.and("NOT r.is_hidden AND r.review IN ('passed', 'unseen') AND r.merged_into_id IS NULL");
  if (filter.status?.length) where.and("r.status = ANY (?::text[])", filter.status);
  if (filter.themeId) where.and("r.theme_id = ?::uuid", filter.themeId);
  if (layers) {
    const [ids, fids] = [layers.features.map(({ layerId }) => layerId), layers.features.map(({ fid }) => fid)];
    const isSeen = "(r.layer_id, r.fid) IN (SELECT * FROM unnest(?::uuid[], ?::bigint[]))";
    where.and(`(r.layer_id = ANY (?::uuid[]) OR ${isSeen})`, layers.layerIds, ids, fids);
  }
  if (filter.bbox) where.and("r.place && ST_MakeEnvelope(?::float8, ?::float8, ?::float8, ?::float8, 4326)", ...filter.bbox);
  return filter.search?.trim() ? withSearch(where, filter.search.trim()) : where;
}

/** The layers for a filter by dataset: only those that the caller may read, or it would reveal the others. Null without that filter. */
async function filteredLayers(core: Core, actor: Actor, { portalId, datasetId }: Filter): Promise<FilteredLayers | null> {
  if (!datasetId) return null;
  const layerIds = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => layersOfDataset(sql, datasetId));
  return { layerIds, features: layerIds.length > 0 ? [] : await reportedInPart(core, actor, { portalId, datasetId }) };
}

/** Layers that are read whole, and features that are seen of others. */
interface FilteredLayers {
  layerIds: string[];
  features: { layerId: string; fid: number }[];
}

/** Matches words of the text, or the number. */
export function withSearch(where: Conditions, words: string): Conditions {
  const number = /^#?(\d{1,9})$/.exec(words)?.[1] ?? null;
  return where.and("(position(app.fold(?::text) IN app.fold(r.body)) > 0 OR r.number = ?::integer)", words, number);
}

export async function trackReports(
  core: Core,
  actor: Actor,
  visit: PortalVisit,
  input: z.infer<typeof trackReportsInput>,
): Promise<Page<TrackedReport>> {
  const where = portalConditions(visit, input, await filteredLayers(core, actor, input));
  const { rows, answers, ...page } = await asVisitor(core, visit, async (sql) => {
    const found = await reportPage(sql, where, "latest", input);
    const ids = found.rows.map(({ id }) => id);
    return { ...found, answers: await latestAnswers(sql, visit.communityId, ids) };
  });
  const shown = await named(core, actor, rows, input.locale);
  return { items: shown.map(({ row, layer }) => ({ ...summaryOf(row, layer), answer: answers.get(row.id) ?? null })), ...page };
}

export async function reportPoints(core: Core, actor: Actor, visit: PortalVisit, input: Filter): Promise<z.infer<typeof reportPoint>[]> {
  const where = portalConditions(visit, input, await filteredLayers(core, actor, input));
  return asVisitor(core, visit, async (sql) => {
    const rows = await reportPointRows(sql, where);
    return rows.map(({ lon, lat, ...point }) => ({ ...point, place: { lon, lat } }));
  });
}

export async function similarReports(
  core: Core,
  actor: Actor,
  visit: PortalVisit,
  input: z.infer<typeof similarReportsInput>,
): Promise<SimilarReport[]> {
  const where = portalConditions(visit, { portalId: visit.portalId });
  // A feature that the caller does not see is left out: its number can be guessed, and would name the reports about it.
  const isSeen = input.feature !== null && input.feature !== undefined && (await labelSeen(core, actor, input.feature)) !== undefined;
  const asked = isSeen ? input : { ...input, feature: null };
  const alike = await asVisitor(core, visit, (sql) => findSimilar(sql, where, asked));
  const known = await named(
    core,
    actor,
    alike.map(({ row }) => row),
    input.locale,
  );
  return alike.map(({ row, distance, likeness, isSameFeature }, index) => ({
    ...summaryOf(known[index]?.row ?? row, known[index]?.layer),
    distance,
    likeness,
    isSameFeature,
  }));
}

type Key = z.infer<typeof publicReportInput>;

/** @throws DomainError when the report is not the portal's or the caller may not see it */
async function visibleReport(
  core: Core,
  sql: SqlSession,
  visit: PortalVisit,
  { number, follow }: Key,
): Promise<{ row: ReportRow; isMine: boolean }> {
  const row = await reportRow(sql, visit.communityId, { number });
  const isFollowed = row?.followHash != null && follow !== undefined && followHash(core, follow) === row.followHash;
  const isMine = isFollowed || (row?.authorId != null && row.authorId === visit.userId);
  const isPublic = row && !row.isHidden && isPublished(row.review);
  if (!row || row.portalId !== visit.portalId || !(isPublic || isMine)) throw new DomainError("not-found", "report-not-found", { number });
  return { row, isMine };
}

export async function viewReport(core: Core, actor: Actor, visit: PortalVisit, input: Key): Promise<PublicReport> {
  const read = async (sql: SqlSession) => {
    const { row, isMine } = await visibleReport(core, sql, visit, input);
    const files = await fileRows(sql, visit.communityId, row.id, false);
    return { row, isMine, files, entries: await entryRows(sql, visit.communityId, row.id, isMine ? "reporter" : "reader") };
  };
  const { row: stored, isMine, files, entries } = await asVisitor(core, visit, read, input.follow);
  const [known] = await named(core, actor, [stored], input.locale);
  const { layer, isInPart = false } = known ?? {};
  const row = isInPart ? { ...stored, featureLabel: await labelInPart(core, actor, stored) } : stored;
  const publicEntries = entries.map((entry) => publicEntryOf(entry, visit.communityName));
  const review = isMine && !isPublished(row.review) ? row.review : "passed";
  const details = detailsOf(row, layer, files, publicEntries);
  return { ...summaryOf(row, layer), ...details, isMine, mayComment: mayComment(visit, row, isMine), review };
}

async function labelInPart(core: Core, actor: Actor, { layerId, fid }: ReportRow): Promise<string | null> {
  return layerId === null || fid === null ? null : ((await labelSeen(core, actor, { layerId, fid: Number(fid) })) ?? null);
}

function mayComment(visit: PortalVisit, row: ReportRow, isMine: boolean): boolean {
  if (row.mergedIntoId !== null) return false;
  return isMine || (visit.userId !== null && mayReport(visit.reporting, true, visit.role) === "report");
}

/** Comments on a report: for its reporter, and for signed-in people who may report on the portal. */
export async function commentReport(
  core: Core,
  actor: Actor,
  visit: PortalVisit,
  input: z.infer<typeof publicCommentInput>,
): Promise<PublicReport> {
  await countSending(core, visit, "comment");
  await core.database.sqlAs({ role: "worker", communityId: visit.communityId }, async (sql) => {
    const { row, isMine } = await visibleReport(core, sql, visit, input);
    if (!mayComment(visit, row, isMine)) {
      if (row.mergedIntoId !== null) throw new DomainError("conflict", "report-merged", { number: row.mergedIntoNumber ?? 0 });
      if (visit.userId === null) throw new DomainError("not-signed-in", "sign-in-first");
      assertMayReport(mayReport(visit.reporting, true, visit.role));
    }
    const isCommunity = !isMine && visit.role !== null && roleSuffices(visit.role, "moderator");
    const review = firstReview(visit.reportReview, visit.userId !== null);
    const entry = { kind: "comment", review, authorId: visit.userId, isReporter: isMine, body: input.body };
    await insertEntry(sql, visit.communityId, { ...entry, reportId: row.id, detail: isCommunity ? { isCommunity } : {} });
    await touchReport(sql, visit.communityId, row.id);
    await auditReport(sql, row, visit.userId, "commented");
    const isHeld = review === "held";
    await emitReportEvent(sql, row, "report.commented", { actorId: visit.userId, isReporter: isMine, isHeld, said: input.body });
  });
  return viewReport(core, actor, visit, input);
}
