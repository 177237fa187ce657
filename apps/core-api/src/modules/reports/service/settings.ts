import type { CommunityId } from "@archipel/contracts/ids.ts";
import { plainStateOf, reportStatuses } from "@archipel/contracts/report-statuses.ts";
import { type ReportSettings, type ReportTheme, reportSettings, reportTheme } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { DEFAULT_SETTINGS, isActive, isOpen } from "../policy.ts";
import { settingsRow, themeRows } from "../queries/themes.ts";

export async function settingsOf(sql: SqlSession, community: CommunityId): Promise<ReportSettings> {
  const row = await settingsRow(sql, community);
  return row ? reportSettings.parse(row) : DEFAULT_SETTINGS;
}

export async function themesOf(sql: SqlSession, community: CommunityId): Promise<ReportTheme[]> {
  return (await themeRows(sql, community)).map((row) => reportTheme.parse(row));
}

/** The statuses as the public reads them: by the community's own labels, or in plain words. */
export function statusWords(settings: ReportSettings) {
  const [fr, en] = [translator("fr", "common"), translator("en", "common")];
  return reportStatuses.map((status) => {
    const own = settings.statuses[status]?.label;
    const label = {
      fr: own?.fr || own?.en || fr(`reportStates.${plainStateOf(status)}`),
      en: own?.en || own?.fr || en(`reportStates.${plainStateOf(status)}`),
    };
    return { status, label, isOpen: isOpen(status), isActive: isActive(status, settings) };
  });
}
