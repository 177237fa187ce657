import type { changeReportsInput, mergeReportsInput, ReportSettings, ReportTheme } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { auditReport, emitReportEvent } from "../events.ts";
import { assertTransition, isOpen } from "../policy.ts";
import { assigneeFor } from "../queries/assignee.ts";
import { moderatorName, setAssignee, setMergedInto, setReportStatus, updateReport } from "../queries/change-reports.ts";
import { insertEntry, type NewEntry } from "../queries/entries.ts";
import { lockReports, type ReportRow } from "../queries/reports.ts";
import { settingsOf, themesOf } from "./settings.ts";

type Input = z.infer<typeof changeReportsInput>;

/** What changes need beside the reports, read once for all reports. */
interface ChangeContext {
  settings: ReportSettings;
  theme: ReportTheme | null;
  assigneeName: string | null;
}

/** Changes reports, all of them or none. Each change writes an entry of the report's history, an audit entry and an event. */
export async function changeReports(core: Core, actor: MemberActor, input: Input): Promise<void> {
  if (input.snoozedUntil && input.snoozedUntil <= new Date()) throw new DomainError("invalid", "report-snooze-past", {}, "snoozedUntil");
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    const rows = await lockReports(sql, actor.communityId, input.reportIds);
    if (rows.length < new Set(input.reportIds).size) throw new DomainError("not-found", "reports-missing");
    const context = await readContext(sql, actor, input);
    for (const row of rows) await changeOne(sql, actor, input, context, row);
  });
}

async function readContext(sql: SqlSession, actor: MemberActor, input: Input): Promise<ChangeContext> {
  const settings = await settingsOf(sql, actor.communityId);
  const themes = input.themeId ? await themesOf(sql, actor.communityId) : [];
  const theme = themes.find(({ id }) => id === input.themeId) ?? null;
  if (input.themeId && !theme) throw new DomainError("not-found", "report-theme-unknown", {}, "themeId");
  return { settings, theme, assigneeName: input.assigneeId ? await assigneeName(sql, actor, input.assigneeId) : null };
}

/** @throws DomainError when the person does not moderate the community */
async function assigneeName(sql: SqlSession, actor: MemberActor, userId: string): Promise<string> {
  const name = await moderatorName(sql, actor.communityId, userId);
  if (name === undefined) throw new DomainError("invalid", "report-assignee-unfit", {}, "assigneeId");
  return name;
}

async function changeOne(sql: SqlSession, actor: MemberActor, input: Input, context: ChangeContext, row: ReportRow): Promise<void> {
  const { communityId, userId: authorId } = actor;
  const entry = (parts: Omit<NewEntry, "reportId" | "authorId">) => insertEntry(sql, communityId, { ...parts, reportId: row.id, authorId });
  const set = (property: Parameters<typeof updateReport>[3], value: unknown) => updateReport(sql, communityId, row.id, property, value);
  if (input.themeId !== undefined && input.themeId !== row.themeId) {
    await set("theme", input.themeId);
    await entry({ kind: "theme", detail: { from: row.themeName, to: context.theme?.name ?? null } });
    await auditReport(sql, row, authorId, "themed");
    if (input.assigneeId === undefined && row.assigneeId === null && context.theme) await assignByTheme(sql, actor, row, context.theme);
  }
  if (input.assigneeId !== undefined && input.assigneeId !== row.assigneeId) {
    await set("assignee", input.assigneeId);
    await entry({ kind: "assignee", isInternal: true, detail: { assigneeId: input.assigneeId, name: context.assigneeName } });
    await auditReport(sql, row, authorId, "assigned");
    await emitReportEvent(sql, row, "report.assigned", { assigneeId: input.assigneeId, actorId: authorId });
  }
  if (input.dueAt !== undefined) {
    await set("dueAt", input.dueAt);
    await entry({ kind: "due", isInternal: true, detail: { at: input.dueAt } });
    await auditReport(sql, row, authorId, "due");
  }
  if (input.snoozedUntil !== undefined) {
    await set("snoozedUntil", input.snoozedUntil);
    await entry({ kind: "due", isInternal: true, detail: { snoozedUntil: input.snoozedUntil } });
    await auditReport(sql, row, authorId, "snoozed");
  }
  if (input.isHidden !== undefined && input.isHidden !== row.isHidden) {
    await set("isHidden", input.isHidden);
    await entry({ kind: "visibility", isInternal: true, detail: { isHidden: input.isHidden } });
    await auditReport(sql, row, authorId, input.isHidden ? "hidden" : "shown");
  }
  if (input.status !== undefined && input.status !== row.status) {
    if (row.mergedIntoId !== null) throw new DomainError("conflict", "report-merged", { number: row.mergedIntoNumber ?? 0 }, "status");
    assertTransition(row.status, input.status, actor.role, context.settings, row.number);
    await changeStatus(sql, actor, row, input.status, input.message ?? "");
  }
}

/** Assigns a report that got a theme and has no assignee yet. */
async function assignByTheme(sql: SqlSession, actor: MemberActor, row: ReportRow, theme: ReportTheme): Promise<void> {
  const { lon, lat, authorId } = row;
  const assigneeId = await assigneeFor(sql, actor.communityId, { lon, lat, themeModerators: theme.moderatorIds, authorId });
  if (!assigneeId) return;
  await setAssignee(sql, actor.communityId, row.id, assigneeId);
  const name = await assigneeName(sql, actor, assigneeId);
  await insertEntry(sql, actor.communityId, {
    reportId: row.id,
    kind: "assignee",
    authorId: actor.userId,
    isInternal: true,
    detail: { assigneeId, name },
  });
  await emitReportEvent(sql, row, "report.assigned", { assigneeId, actorId: actor.userId });
}

/** Who changes a status. `userId` null: the platform. */
interface StatusActor {
  communityId: MemberActor["communityId"];
  userId: string | null;
}

/** Sets a status and writes the entry, the audit entry and the event. The caller has checked that it is allowed. */
export async function changeStatus(
  sql: SqlSession,
  { communityId, userId }: StatusActor,
  row: ReportRow,
  status: ReportRow["status"],
  message: string,
): Promise<void> {
  await setReportStatus(sql, communityId, row.id, { status, isOpen: isOpen(status) });
  const detail = { from: row.status, to: status };
  await insertEntry(sql, communityId, { reportId: row.id, kind: "status", authorId: userId, body: message, detail });
  await auditReport(sql, row, userId, "status-changed", detail);
  await emitReportEvent(sql, row, "report.status-changed", { ...detail, message, actorId: userId });
}

/** Merges duplicate reports into one. The others are closed as already known. */
export function mergeReports(core: Core, actor: MemberActor, input: z.infer<typeof mergeReportsInput>): Promise<void> {
  const { communityId, userId: authorId } = actor;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    if (input.reportIds.includes(input.intoId)) throw new DomainError("invalid", "report-merged-into-itself", {}, "intoId");
    const rows = await lockReports(sql, communityId, [...input.reportIds, input.intoId]);
    if (rows.length < new Set(input.reportIds).size + 1) throw new DomainError("not-found", "reports-missing");
    const into = rows.find(({ id }) => id === input.intoId);
    if (!into || into.mergedIntoId !== null) throw new DomainError("conflict", "report-merged", { number: into?.mergedIntoNumber ?? 0 });
    for (const row of rows) {
      if (row === into || row.mergedIntoId === into.id) continue;
      if (isOpen(row.status)) await changeStatus(sql, actor, row, "valid0", "");
      await setMergedInto(sql, communityId, row.id, into.id);
      const detail = { number: into.number };
      await insertEntry(sql, communityId, { reportId: row.id, kind: "merged", authorId, detail });
      await insertEntry(sql, communityId, { reportId: into.id, kind: "merged", authorId, isInternal: true, detail: { from: row.number } });
      await auditReport(sql, row, authorId, "merged", detail);
      await emitReportEvent(sql, row, "report.merged", { intoId: into.id, intoNumber: into.number, actorId: authorId });
    }
  });
}
