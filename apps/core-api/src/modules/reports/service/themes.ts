import { randomUUID } from "node:crypto";
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
import { settingsOf, themesOf } from "./settings.ts";

/** The themes of a community with their forms, and its words for the states. */

export function listThemes(core: Core, actor: MemberActor): Promise<ReportTheme[]> {
  return core.database.sqlAs(memberScope(actor), (sql) => themesOf(sql, actor.communityId));
}

export function getSettings(core: Core, actor: MemberActor): Promise<ReportSettings> {
  return core.database.sqlAs(memberScope(actor), (sql) => settingsOf(sql, actor.communityId));
}

type ThemeInput = z.infer<typeof saveThemeInput>;

/** A new theme, or another wording of one. A theme is retired (`isActive`), never deleted: its reports keep it. */
export function saveTheme(core: Core, actor: MemberActor, input: ThemeInput): Promise<ReportTheme> {
  demandSoundForm(input);
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await demandOwnPortals(sql, actor, input.portalIds);
    const id = input.themeId ?? randomUUID();
    const values = [
      id,
      actor.communityId,
      JSON.stringify(input.name),
      JSON.stringify(input.help),
      JSON.stringify(input.fields),
      input.portalIds,
      input.moderatorIds,
      input.isActive,
    ];
    const saved = input.themeId
      ? await sql.query(
          `UPDATE report_themes SET name = $3::jsonb, help = $4::jsonb, fields = $5::jsonb, portal_ids = $6::uuid[],
             moderator_ids = $7::uuid[], is_active = $8::boolean
           WHERE id = $1::uuid AND community_id = $2::uuid RETURNING id`,
          values,
        )
      : await sql.query(
          `INSERT INTO report_themes (id, community_id, name, help, fields, portal_ids, moderator_ids, is_active, position)
           SELECT $1::uuid, $2::uuid, $3::jsonb, $4::jsonb, $5::jsonb, $6::uuid[], $7::uuid[], $8::boolean,
             coalesce(max(position) + 1, 0) FROM report_themes WHERE community_id = $2::uuid RETURNING id`,
          values,
        );
    if (saved.length === 0) throw new DomainError("not-found", "report-theme-unknown");
    await tellJournal(sql, actor, "report-theme.saved", id, input.name.fr ?? input.name.en ?? "");
    const theme = (await themesOf(sql, actor.communityId)).find((one) => one.id === id);
    if (!theme) throw new DomainError("not-found", "report-theme-unknown");
    return theme;
  });
}

function demandSoundForm({ name, fields }: ThemeInput): void {
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

async function demandOwnPortals(sql: SqlSession, actor: MemberActor, portalIds: readonly string[]): Promise<void> {
  const own = await sql.query("SELECT id FROM portals WHERE community_id = $1::uuid AND id = ANY ($2::uuid[])", [
    actor.communityId,
    portalIds,
  ]);
  if (own.length < new Set(portalIds).size) throw new DomainError("invalid", "report-theme-portals-unknown", {}, "portalIds");
}

/** The order in which portals offer the themes. Those that are not named keep their place after the others. */
export function orderThemes(core: Core, actor: MemberActor, input: z.infer<typeof orderThemesInput>): Promise<ReportTheme[]> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await sql.query(
      `UPDATE report_themes t SET position = coalesce(array_position($2::uuid[], t.id) - 1, cardinality($2::uuid[]) + t.position)
       WHERE t.community_id = $1::uuid`,
      [actor.communityId, input.themeIds],
    );
    return themesOf(sql, actor.communityId);
  });
}

export function saveSettings(core: Core, actor: MemberActor, input: z.infer<typeof saveReportSettingsInput>): Promise<ReportSettings> {
  const { statuses, daysToAnswer } = input.settings;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await sql.query(
      `INSERT INTO report_settings (community_id, statuses, days_to_answer) VALUES ($1::uuid, $2::jsonb, $3::integer)
       ON CONFLICT (community_id) DO UPDATE SET statuses = EXCLUDED.statuses, days_to_answer = EXCLUDED.days_to_answer`,
      [actor.communityId, JSON.stringify(statuses), daysToAnswer],
    );
    await tellJournal(sql, actor, "report-settings.saved", actor.communityId, "");
    return settingsOf(sql, actor.communityId);
  });
}

async function tellJournal(sql: SqlSession, actor: MemberActor, action: string, resourceId: string, title: string): Promise<void> {
  const { communityId, userId: actorId } = actor;
  await auditIn(sql, { communityId, actorId, action, resourceType: "report", resourceId, summary: { title } });
}
