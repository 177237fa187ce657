import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ReportSettings, ReportTheme } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export async function settingsRow(sql: SqlSession, community: CommunityId) {
  const rows = await sql.query<{ statuses: unknown; daysToAnswer: number }>(
    'SELECT statuses, days_to_answer AS "daysToAnswer" FROM report_settings WHERE community_id = $1::uuid',
    [community],
  );
  return rows[0];
}

export function themeRows(sql: SqlSession, community: CommunityId) {
  return sql.query<object>(
    `SELECT id, name, help, fields, portal_ids AS "portalIds", moderator_ids AS "moderatorIds", position, is_active AS "isActive"
     FROM report_themes WHERE community_id = $1::uuid ORDER BY position, id`,
    [community],
  );
}

export type SavedTheme = Pick<ReportTheme, "id" | "name" | "help" | "fields" | "portalIds" | "moderatorIds" | "isActive">;

const valuesOf = (community: CommunityId, theme: SavedTheme) => [
  theme.id,
  community,
  JSON.stringify(theme.name),
  JSON.stringify(theme.help),
  JSON.stringify(theme.fields),
  theme.portalIds,
  theme.moderatorIds,
  theme.isActive,
];

/** @returns false when the theme is not the community's */
export async function updateTheme(sql: SqlSession, community: CommunityId, theme: SavedTheme): Promise<boolean> {
  const saved = await sql.query(
    `UPDATE report_themes SET name = $3::jsonb, help = $4::jsonb, fields = $5::jsonb, portal_ids = $6::uuid[],
             moderator_ids = $7::uuid[], is_active = $8::boolean
           WHERE id = $1::uuid AND community_id = $2::uuid RETURNING id`,
    valuesOf(community, theme),
  );
  return saved.length > 0;
}

/** Inserts a theme after all others. */
export async function insertTheme(sql: SqlSession, community: CommunityId, theme: SavedTheme): Promise<boolean> {
  const saved = await sql.query(
    `INSERT INTO report_themes (id, community_id, name, help, fields, portal_ids, moderator_ids, is_active, position)
           SELECT $1::uuid, $2::uuid, $3::jsonb, $4::jsonb, $5::jsonb, $6::uuid[], $7::uuid[], $8::boolean,
             coalesce(max(position) + 1, 0) FROM report_themes WHERE community_id = $2::uuid RETURNING id`,
    valuesOf(community, theme),
  );
  return saved.length > 0;
}

/** How many of these portals are the community's. */
export async function countOwnPortals(sql: SqlSession, community: CommunityId, portalIds: readonly string[]): Promise<number> {
  const own = await sql.query("SELECT id FROM portals WHERE community_id = $1::uuid AND id = ANY ($2::uuid[])", [community, portalIds]);
  return own.length;
}

/** Sorts the themes as named; the others follow in the order that they had. */
export async function setThemeOrder(sql: SqlSession, community: CommunityId, themeIds: readonly string[]): Promise<void> {
  await sql.query(
    `UPDATE report_themes t SET position = coalesce(array_position($2::uuid[], t.id) - 1, cardinality($2::uuid[]) + t.position)
       WHERE t.community_id = $1::uuid`,
    [community, themeIds],
  );
}

export async function upsertSettings(sql: SqlSession, community: CommunityId, { statuses, daysToAnswer }: ReportSettings): Promise<void> {
  await sql.query(
    `INSERT INTO report_settings (community_id, statuses, days_to_answer) VALUES ($1::uuid, $2::jsonb, $3::integer)
       ON CONFLICT (community_id) DO UPDATE SET statuses = EXCLUDED.statuses, days_to_answer = EXCLUDED.days_to_answer`,
    [community, JSON.stringify(statuses), daysToAnswer],
  );
}
