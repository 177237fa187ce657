import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ReportStatus } from "@archipel/contracts/reports.ts";
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
  thumbnailFileId: string | null;
  files: number;
  comments: number;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
}

/** Of the files and the discussion, what everybody who reads the report may see is counted. */
export const REPORT = `
  SELECT r.id, r.number, r.community_id AS "communityId", r.portal_id AS "portalId", p.name AS "portalName", r.theme_id AS "themeId",
    t.name AS "themeName", t.fields, r.status, r.body, r.values, ST_X(r.place) AS lon, ST_Y(r.place) AS lat, r.sketch,
    r.layer_id AS "layerId", r.dataset_id AS "datasetId", r.fid, r.feature_label AS "featureLabel", r.contribution_id AS "contributionId",
    r.author_id AS "authorId", r.author_email IS NOT NULL AS "hasEmail", r.follow_hash AS "followHash", r.assignee_id AS "assigneeId",
    (SELECT n.name FROM app.names_of(ARRAY[r.assignee_id]) n) AS "assigneeName", r.due_at AS "dueAt", r.snoozed_until AS "snoozedUntil",
    r.merged_into_id AS "mergedIntoId", (SELECT m.number FROM reports m WHERE m.id = r.merged_into_id AND NOT m.is_hidden) AS "mergedIntoNumber",
    r.is_hidden AS "isHidden",
    (SELECT f.id FROM report_files f WHERE f.report_id = r.id AND NOT f.is_hidden AND f.thumbnail_key IS NOT NULL
     ORDER BY f.created_at, f.id LIMIT 1) AS "thumbnailFileId",
    (SELECT count(*)::integer FROM report_files f WHERE f.report_id = r.id AND NOT f.is_hidden) AS files,
    (SELECT count(*)::integer FROM report_entries e WHERE e.report_id = r.id AND e.kind = 'comment' AND NOT e.is_internal) AS comments,
    r.created_at AS "createdAt", r.updated_at AS "updatedAt", r.closed_at AS "closedAt"
  FROM reports r LEFT JOIN report_themes t ON t.id = r.theme_id LEFT JOIN portals p ON p.id = r.portal_id`;

/** Conditions of a list of reports and their parameters, built together so that numbers always agree. The community comes first. */
export class Conditions {
  readonly params: unknown[];
  private readonly parts = ["r.community_id = $1::uuid"];

  constructor(community: CommunityId) {
    this.params = [community];
  }

  /** Adds a condition; each `?` stands for the next value. */
  and(condition: string, ...values: unknown[]): this {
    let index = 0;
    this.parts.push(condition.replace(/\?/g, () => `$${this.params.push(values[index++])}`));
    return this;
  }

  get sql(): string {
    return this.parts.join(" AND ");
  }
}

/** The first reports in an order, which is one of ours, never a person's text. */
export function reportRows(sql: SqlSession, where: Conditions, order: string, limit: number): Promise<ReportRow[]> {
  return sql.query<ReportRow>(`${REPORT} WHERE ${where.sql} ORDER BY ${order} LIMIT ${Number(limit)}`, where.params);
}

/** The states in which there are such reports. */
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

/** Reports held still until the transaction ends, always in one order. */
export async function lockReports(sql: SqlSession, community: CommunityId, ids: readonly string[]): Promise<ReportRow[]> {
  await sql.query("SELECT id FROM reports WHERE community_id = $1::uuid AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE", [
    community,
    ids,
  ]);
  return sql.query<ReportRow>(`${REPORT} WHERE r.community_id = $1::uuid AND r.id = ANY ($2::uuid[]) ORDER BY r.id`, [community, ids]);
}

export interface EntryRow {
  id: string;
  kind: string;
  isInternal: boolean;
  authorId: string | null;
  authorName: string | null;
  isReporter: boolean;
  body: string;
  detail: Record<string, unknown>;
  createdAt: Date;
}

export function entryRows(sql: SqlSession, community: CommunityId, reportId: string, withInternal: boolean): Promise<EntryRow[]> {
  return sql.query<EntryRow>(
    `SELECT e.id, e.kind, e.is_internal AS "isInternal", e.author_id AS "authorId",
       (SELECT n.name FROM app.names_of(ARRAY[e.author_id]) n) AS "authorName", e.is_reporter AS "isReporter", e.body, e.detail,
       e.created_at AS "createdAt"
     FROM report_entries e WHERE e.community_id = $1::uuid AND e.report_id = $2::uuid AND ($3::boolean OR NOT e.is_internal)
     ORDER BY e.created_at, e.id`,
    [community, reportId, withInternal],
  );
}

export interface FileRow {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  width: number | null;
  height: number | null;
  thumbnailKey: string | null;
  isHidden: boolean;
}

export function fileRows(sql: SqlSession, community: CommunityId, reportId: string, withHidden: boolean): Promise<FileRow[]> {
  return sql.query<FileRow>(
    `SELECT id, name, media_type AS "mediaType", size, width, height, thumbnail_key AS "thumbnailKey", is_hidden AS "isHidden"
     FROM report_files WHERE community_id = $1::uuid AND report_id = $2::uuid AND ($3::boolean OR NOT is_hidden) ORDER BY created_at, id`,
    [community, reportId, withHidden],
  );
}

/** What a layer is called, for those whom the caller's rights let know. */
export interface LayerName {
  layerId: string;
  layerTitle: string;
  datasetTitle: string;
  datasetSlug: string;
}

/** @param sql a person's session: row-level security answers which layers they may read */
export async function layerNames(sql: SqlSession, layerIds: readonly (string | null)[]): Promise<Map<string, LayerName>> {
  const wanted = [...new Set(layerIds.filter((layerId) => layerId !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await sql.query<LayerName>(
    `SELECT l.id AS "layerId", l.title AS "layerTitle", d.title AS "datasetTitle", d.slug AS "datasetSlug"
     FROM layers l JOIN datasets d ON d.id = l.dataset_id WHERE l.id = ANY ($1::uuid[])`,
    [wanted],
  );
  return new Map(rows.map((row) => [row.layerId, row]));
}

export interface NewEntry {
  reportId: string;
  kind: string;
  authorId: string | null;
  isInternal?: boolean;
  isReporter?: boolean;
  body?: string;
  detail?: object;
}

export async function addEntry(sql: SqlSession, community: CommunityId, entry: NewEntry): Promise<void> {
  await sql.query(
    `INSERT INTO report_entries (id, community_id, report_id, kind, is_internal, author_id, is_reporter, body, detail, created_at)
     VALUES (gen_random_uuid(), $1::uuid, $2::uuid, $3, $4::boolean, $5::uuid, $6::boolean, $7, $8::jsonb, clock_timestamp())`,
    [
      community,
      entry.reportId,
      entry.kind,
      entry.isInternal ?? false,
      entry.authorId,
      entry.isReporter ?? false,
      entry.body ?? "",
      JSON.stringify(entry.detail ?? {}),
    ],
  );
}

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
