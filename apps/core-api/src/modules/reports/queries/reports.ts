import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ReportStatus, ReviewState } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface ReportRow {
  id: string;
  number: number;
  communityId: CommunityId;
  portalId: string | null;
  portalName: string | null;
  themeId: string | null;
  themeName: unknown;
  fields: unknown;
  status: ReportStatus;
  body: string;
  values: unknown;
  lon: number;
  lat: number;
  sketch: unknown;
  points: unknown;
  layerId: string | null;
  datasetId: string | null;
  fid: number | null;
  featureLabel: string | null;
  contributionId: string | null;
  authorId: string | null;
  hasEmail: boolean;
  followHash: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
  dueAt: Date | null;
  snoozedUntil: Date | null;
  mergedIntoId: string | null;
  mergedIntoNumber: number | null;
  isHidden: boolean;
  review: ReviewState;
  entriesToReview: string[];
  thumbnailFileId: string | null;
  files: number;
  comments: number;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
}

/** `files` and `comments` count only what every reader of the report may see. */
export const REPORT = `
  SELECT r.id, r.number, r.community_id AS "communityId", r.portal_id AS "portalId", p.name AS "portalName", r.theme_id AS "themeId",
    t.name AS "themeName", t.fields, r.status, r.body, r.values, ST_X(r.place) AS lon, ST_Y(r.place) AS lat, r.sketch, r.points,
    r.layer_id AS "layerId", r.dataset_id AS "datasetId", r.fid, r.feature_label AS "featureLabel", r.contribution_id AS "contributionId",
    r.author_id AS "authorId", r.author_email IS NOT NULL AS "hasEmail", r.follow_hash AS "followHash", r.assignee_id AS "assigneeId",
    (SELECT n.name FROM app.names_of(ARRAY[r.assignee_id]) n) AS "assigneeName", r.due_at AS "dueAt", r.snoozed_until AS "snoozedUntil",
    r.merged_into_id AS "mergedIntoId", (SELECT m.number FROM reports m WHERE m.id = r.merged_into_id AND NOT m.is_hidden
       AND m.review IN ('passed', 'unseen')) AS "mergedIntoNumber",
    r.is_hidden AS "isHidden", r.review,
    array(SELECT e.id::text FROM report_entries e WHERE e.report_id = r.id AND e.review IN ('unseen', 'held') ORDER BY e.created_at, e.id)
      AS "entriesToReview",
    (SELECT f.id FROM report_files f WHERE f.report_id = r.id AND NOT f.is_hidden AND f.thumbnail_key IS NOT NULL
     ORDER BY f.created_at, f.id LIMIT 1) AS "thumbnailFileId",
    (SELECT count(*)::integer FROM report_files f WHERE f.report_id = r.id AND NOT f.is_hidden) AS files,
    (SELECT count(*)::integer FROM report_entries e WHERE e.report_id = r.id AND e.kind = 'comment' AND NOT e.is_internal
       AND e.review IN ('passed', 'unseen')) AS comments,
    r.created_at AS "createdAt", r.updated_at AS "updatedAt", r.closed_at AS "closedAt"
  FROM reports r LEFT JOIN report_themes t ON t.id = r.theme_id LEFT JOIN portals p ON p.id = r.portal_id`;

/** The WHERE clause of a list of reports with its parameters, built together so that `$n` always matches. The community is `$1`. */
export class Conditions {
  readonly params: unknown[];
  private readonly parts = ["r.community_id = $1::uuid"];

  constructor(community: CommunityId) {
    this.params = [community];
  }

  /** Adds a condition. Each `?` is replaced by the parameter of the next value. */
  and(condition: string, ...values: unknown[]): this {
    let index = 0;
    this.parts.push(condition.replace(/\?/g, () => `$${this.params.push(values[index++])}`));
    return this;
  }

  get sql(): string {
    return this.parts.join(" AND ");
  }
}

/** @param order SQL that goes into the query as it is: never a user's text */
export function reportRows(sql: SqlSession, where: Conditions, order: string, limit: number): Promise<ReportRow[]> {
  return sql.query<ReportRow>(`${REPORT} WHERE ${where.sql} ORDER BY ${order} LIMIT ${Number(limit)}`, where.params);
}

/** The statuses of the reports that match. */
export async function statusesOf(sql: SqlSession, where: Conditions): Promise<ReportStatus[]> {
  const rows = await sql.query<{ status: ReportStatus }>(`SELECT DISTINCT r.status FROM reports r WHERE ${where.sql}`, where.params);
  return rows.map(({ status }) => status);
}

export async function reportRow(
  sql: SqlSession,
  community: CommunityId,
  key: { id: string } | { number: number },
): Promise<ReportRow | undefined> {
  const where = new Conditions(community);
  if ("id" in key) where.and("r.id = ?::uuid", key.id);
  else where.and("r.number = ?::integer", key.number);
  return (await sql.query<ReportRow>(`${REPORT} WHERE ${where.sql}`, where.params))[0];
}

/** Locks reports until the transaction ends. Always in the order of ids, or two transactions could deadlock. */
export async function lockReports(sql: SqlSession, community: CommunityId, ids: readonly string[]): Promise<ReportRow[]> {
  await sql.query("SELECT id FROM reports WHERE community_id = $1::uuid AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE", [
    community,
    ids,
  ]);
  return sql.query<ReportRow>(`${REPORT} WHERE r.community_id = $1::uuid AND r.id = ANY ($2::uuid[]) ORDER BY r.id`, [community, ids]);
}

/** Names of the people who sent these reports, by report. The database answers for moderators alone. */
export async function reporterNames(sql: SqlSession, reportIds: readonly string[]): Promise<Map<string, string>> {
  const names = await sql.query<{ id: string; name: string }>("SELECT report_id AS id, name FROM app.reporter_names($1::uuid[])", [
    reportIds,
  ]);
  return new Map(names.map(({ id, name }) => [id, name]));
}

/** The reports that were merged into one. */
export function mergedReportRows(
  sql: SqlSession,
  community: CommunityId,
  reportId: string,
): Promise<{ id: string; number: number; body: string }[]> {
  return sql.query<{ id: string; number: number; body: string }>(
    "SELECT id, number, body FROM reports WHERE community_id = $1::uuid AND merged_into_id = $2::uuid ORDER BY number",
    [community, reportId],
  );
}

export async function reportIdsOfContribution(sql: SqlSession, community: CommunityId, contributionId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>("SELECT id FROM reports WHERE community_id = $1::uuid AND contribution_id = $2::uuid", [
    community,
    contributionId,
  ]);
  return rows.map(({ id }) => id);
}

const MAX_POINTS = 5000;
/** Characters of the text that a tooltip on the map shows. */
const TOOLTIP_CHARACTERS = 160;

/** Reports as points of a map, the latest first. */
export function reportPointRows(
  sql: SqlSession,
  where: Conditions,
): Promise<Pick<ReportRow, "id" | "number" | "status" | "lon" | "lat" | "body">[]> {
  return sql.query<Pick<ReportRow, "id" | "number" | "status" | "lon" | "lat" | "body">>(
    `SELECT r.id, r.number, r.status, ST_X(r.place) AS lon, ST_Y(r.place) AS lat, left(r.body, ${TOOLTIP_CHARACTERS}) AS body
       FROM reports r WHERE ${where.sql} ORDER BY r.created_at DESC, r.id LIMIT ${MAX_POINTS}`,
    where.params,
  );
}
