import { randomUUID } from "node:crypto";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type {
  orderThemesInput,
  ReportSettings,
  ReportTheme,
  saveReportSettingsInput,
  saveThemeInput,
} from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { countOwnPortals, insertTheme, setThemeOrder, updateTheme, upsertSettings } from "../queries/themes.ts";
import { settingsOf, themesOf } from "./settings.ts";

/** The themes of a community with their forms, and its settings of the statuses. */

export function listThemes(core: Core, actor: MemberActor): Promise<ReportTheme[]> {
  return core.database.sqlAs(memberScope(actor), (sql) => themesOf(sql, actor.communityId));
}

export function getSettings(core: Core, actor: MemberActor): Promise<ReportSettings> {
  return core.database.sqlAs(memberScope(actor), (sql) => settingsOf(sql, actor.communityId));
}

type ThemeInput = z.infer<typeof saveThemeInput>;

/** Creates or changes a theme. A theme is never deleted, because reports refer to it; `isActive` retires it. */
export function saveTheme(core: Core, actor: MemberActor, input: ThemeInput): Promise<ReportTheme> {
  assertValidForm(input);
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await assertOwnPortals(sql, actor, input.portalIds);
    const id = input.themeId ?? randomUUID();
    const { name, help, fields, portalIds, moderatorIds, isActive } = input;
    const save = input.themeId ? updateTheme : insertTheme;
    const isSaved = await save(sql, actor.communityId, { id, name, help, fields, portalIds, moderatorIds, isActive });
    if (!isSaved) throw new DomainError("not-found", "report-theme-unknown");
    await auditConfiguration(sql, actor, "report-theme.saved", id, input.name.fr ?? input.name.en ?? "");
    const theme = (await themesOf(sql, actor.communityId)).find((one) => one.id === id);
    if (!theme) throw new DomainError("not-found", "report-theme-unknown");
    return theme;
  });
}

function assertValidForm({ name, fields }: ThemeInput): void {
  if (!name.fr?.trim() && !name.en?.trim()) throw new DomainError("invalid", "report-theme-name-missing", {}, "name");
  const seen = new Set<string>();
  for (const [index, field] of fields.entries()) {
    const label = field.label.fr ?? field.label.en ?? field.name;
    if (seen.has(field.name)) throw new DomainError("invalid", "report-theme-field-twice", { field: label }, `fields.${index}.name`);
    seen.add(field.name);
    if (field.type === "list" && field.options.length === 0) {
      throw new DomainError("invalid", "report-theme-list-empty", { field: label }, `fields.${index}.options`);
    }
  }
}

async function assertOwnPortals(sql: SqlSession, actor: MemberActor, portalIds: readonly string[]): Promise<void> {
  const own = await countOwnPortals(sql, actor.communityId, portalIds);
  if (own < new Set(portalIds).size) throw new DomainError("invalid", "report-theme-portals-unknown", {}, "portalIds");
}

/** Sets the order in which portals offer the themes. Themes that are not listed come after the others. */
export function orderThemes(core: Core, actor: MemberActor, input: z.infer<typeof orderThemesInput>): Promise<ReportTheme[]> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await setThemeOrder(sql, actor.communityId, input.themeIds);
    return themesOf(sql, actor.communityId);
  });
}

export function saveSettings(core: Core, actor: MemberActor, input: z.infer<typeof saveReportSettingsInput>): Promise<ReportSettings> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await upsertSettings(sql, actor.communityId, input.settings);
    await auditConfiguration(sql, actor, "report-settings.saved", actor.communityId, "");
    return settingsOf(sql, actor.communityId);
  });
}

async function auditConfiguration(
  sql: SqlSession,
  actor: MemberActor,
  action: AuditAction,
  resourceId: string,
  title: string,
): Promise<void> {
  const { communityId, userId: actorId } = actor;
  await auditIn(sql, { communityId, actorId, action, resourceType: "report", resourceId, summary: { title } });
}
