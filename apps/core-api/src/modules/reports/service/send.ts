import { randomUUID } from "node:crypto";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { CreatedReport, createReportInput, ReportTheme, reportStatus } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import type { Actor, PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { keepReportedEdit } from "../../contributions/service/reported-edit.ts";
import { getFeature } from "../../features/service.ts";
import { portalLayers } from "../../portals/service.ts";
import { journal, tell } from "../events.ts";
import { checkedForm } from "../form/checked-values.ts";
import { demandReporting, firstStatus, mayReport } from "../policy.ts";
import { addEntry } from "../queries.ts";
import { assigneeFor, dueDate } from "../routing/route.ts";
import { countSending } from "./limits.ts";
import { followHash, followSecret, senderHash } from "./sender.ts";
import { settingsOf, themesOf } from "./settings.ts";

type Input = z.infer<typeof createReportInput>;

/**
 * Takes a report from anyone whom the portal lets report. What is sent again with the same id is the report that it became.
 *
 * It is written in the worker's scope of the portal's community, after the checks: whoever has no account has no rights of their own.
 */
export async function sendReport(core: Core, actor: Actor, visit: PortalVisit, input: Input): Promise<CreatedReport> {
  demandReporting(mayReport(visit.reporting, visit.userId !== null, visit.role));
  if (input.website !== "") throw new DomainError("invalid", "report-website-filled", {}, "website");
  const scope = { role: "worker", communityId: visit.communityId } as const;
  const before = await core.database.sqlAs(scope, (sql) => sentBefore(core, sql, visit, input.id));
  if (before) return before;
  await countSending(core, visit, "report");
  const concerned = await featureConcerned(core, actor, visit, input);
  return core.database.sqlAs(scope, async (sql) => {
    // One at a time in a community: numbers follow one another, and the same sending twice at once is one.
    await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('report:' || $1, 0))", [visit.communityId]);
    return (await sentBefore(core, sql, visit, input.id)) ?? (await store(core, sql, visit, input, concerned));
  });
}

async function sentBefore(core: Core, sql: SqlSession, visit: PortalVisit, requestId: string): Promise<CreatedReport | null> {
  const [row] = await sql.query<{ id: string; number: number; status: z.infer<typeof reportStatus>; authorId: string | null }>(
    'SELECT id, number, status, author_id AS "authorId" FROM reports WHERE community_id = $1::uuid AND request_id = $2::uuid',
    [visit.communityId, requestId],
  );
  if (!row) return null;
  if (row.authorId !== visit.userId) throw new DomainError("conflict", "report-sent-by-another");
  const { authorId: _, ...report } = row;
  return { ...report, follow: visit.userId ? null : followSecret(core, requestId) };
}

/** The feature that the report is about, which its sender must be able to see on the portal's map. */
async function featureConcerned(core: Core, actor: Actor, visit: PortalVisit, input: Input) {
  const edit = input.proposedEdit;
  const ofEdit = edit && edit.operation !== "insert" ? { layerId: edit.layerId, fid: edit.fid } : null;
  const feature = input.feature ?? ofEdit;
  if (!feature && !edit) return null;
  const layers = await portalLayers(core, actor, visit.portalId);
  const layerOf = (layerId: string, field: string): PortalLayer => {
    const layer = layers.find((one) => one.id === layerId);
    if (!layer) throw new DomainError("not-found", "layer-not-found", {}, field);
    return layer;
  };
  if (edit) layerOf(edit.layerId, "proposedEdit");
  if (!feature) return null;
  const { datasetId } = layerOf(feature.layerId, "feature");
  return { ...feature, datasetId, label: (await getFeature(core, actor, feature)).label };
}

type Concerned = Awaited<ReturnType<typeof featureConcerned>>;

async function store(core: Core, sql: SqlSession, visit: PortalVisit, input: Input, concerned: Concerned): Promise<CreatedReport> {
  const { communityId, portalId, userId } = visit;
  const settings = await settingsOf(sql, communityId);
  const theme = input.themeId === null ? null : await offeredTheme(sql, visit, input.themeId);
  const values = checkedForm(theme?.fields ?? [], input.values, input.locale);
  const [last] = await sql.query<{ number: number }>(
    "SELECT coalesce(max(number), 0)::integer + 1 AS number FROM reports WHERE community_id = $1::uuid",
    [communityId],
  );
  const report = { id: randomUUID(), number: last?.number ?? 1, communityId };
  const status = firstStatus(theme !== null, settings);
  const contributionId = input.proposedEdit
    ? await keepReportedEdit(sql, communityId, { authorId: userId, title: titleOf(input.body) }, input.proposedEdit)
    : null;
  const themeModerators = theme?.moderatorIds ?? [];
  const assigneeId = await assigneeFor(sql, communityId, { ...input.place, themeModerators, authorId: userId });
  const follow = userId ? null : followSecret(core, input.id);
  await sql.query(
    `INSERT INTO reports (id, request_id, community_id, number, portal_id, theme_id, status, body, values, place, sketch, dataset_id,
       layer_id, fid, feature_label, contribution_id, author_id, author_email, author_locale, follow_hash, assignee_id, due_at)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::integer, $5::uuid, $6::uuid, $7, $8, $9::jsonb,
       ST_SetSRID(ST_MakePoint($10::float8, $11::float8), 4326), $12::jsonb, $13::uuid, $14::uuid, $15::bigint, $16, $17::uuid, $18::uuid,
       $19, $20, $21, $22::uuid, $23::timestamptz)`,
    [
      report.id,
      input.id,
      communityId,
      report.number,
      portalId,
      input.themeId,
      status,
      input.body,
      JSON.stringify(values),
      input.place.lon,
      input.place.lat,
      input.sketch && JSON.stringify(input.sketch),
      concerned?.datasetId ?? null,
      concerned?.layerId ?? null,
      concerned?.fid ?? null,
      concerned?.label ?? null,
      contributionId,
      userId,
      userId ? null : (input.email ?? null),
      input.locale,
      follow && followHash(core, follow),
      assigneeId,
      dueDate(settings.daysToAnswer),
    ],
  );
  await bindFiles(core, sql, visit, report.id, input.fileIds);
  if (assigneeId) {
    await addEntry(sql, communityId, { reportId: report.id, kind: "assignee", authorId: null, isInternal: true, detail: { assigneeId } });
  }
  await journal(sql, report, userId, "submitted");
  await tell(sql, report, "report.submitted", { assigneeId, actorId: userId });
  return { id: report.id, number: report.number, status, follow };
}

async function offeredTheme(sql: SqlSession, { communityId, portalId }: PortalVisit, themeId: string): Promise<ReportTheme> {
  const theme = (await themesOf(sql, communityId)).find(({ id }) => id === themeId);
  if (!theme?.isActive || !isOfferedIn(theme, portalId)) throw new DomainError("invalid", "report-theme-not-offered", {}, "themeId");
  return theme;
}

export function isOfferedIn(theme: Pick<ReportTheme, "portalIds">, portalId: string): boolean {
  return theme.portalIds.length === 0 || theme.portalIds.includes(portalId);
}

/** Files sent ahead become the report's, when it is their sender who says so. */
async function bindFiles(core: Core, sql: SqlSession, visit: PortalVisit, reportId: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return;
  const bound = await sql.query(
    `UPDATE report_files SET report_id = $1::uuid
     WHERE community_id = $2::uuid AND id = ANY ($3::uuid[]) AND report_id IS NULL AND sender_hash = $4 RETURNING id`,
    [reportId, visit.communityId, fileIds, senderHash(core, visit)],
  );
  if (bound.length < new Set(fileIds).size) throw new DomainError("invalid", "report-files-missing", {}, "fileIds");
}

/** The first words of a report, as the title of the contribution that it proposes. */
function titleOf(body: string): string {
  const line = body.split("\n")[0]?.trim() ?? "";
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
