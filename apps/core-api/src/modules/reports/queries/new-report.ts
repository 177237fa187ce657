import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ReportStatus, ReportValues, ReviewState, Sketch } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { StoredPoints } from "../points/stored-points.ts";

/** Makes other new reports of the community wait until this transaction ends. */
export async function lockReportNumbers(sql: SqlSession, community: CommunityId): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('report:' || $1, 0))", [community]);
}

export interface KnownReport {
  id: string;
  number: number;
  status: ReportStatus;
  review: ReviewState;
  authorId: string | null;
}

/** The report that was sent with this request id. */
export async function reportOfRequest(sql: SqlSession, community: CommunityId, requestId: string): Promise<KnownReport | undefined> {
  const [row] = await sql.query<KnownReport>(
    'SELECT id, number, status, review, author_id AS "authorId" FROM reports WHERE community_id = $1::uuid AND request_id = $2::uuid',
    [community, requestId],
  );
  return row;
}

/** The number after the community's last report. Two transactions get different ones only under `lockReportNumbers`. */
export async function nextReportNumber(sql: SqlSession, community: CommunityId): Promise<number> {
  const [last] = await sql.query<{ number: number }>(
    "SELECT coalesce(max(number), 0)::integer + 1 AS number FROM reports WHERE community_id = $1::uuid",
    [community],
  );
  return last?.number ?? 1;
}

export interface NewReport {
  id: string;
  requestId: string;
  number: number;
  portalId: string;
  themeId: string | null;
  status: ReportStatus;
  review: ReviewState;
  body: string;
  values: ReportValues;
  place: { lon: number; lat: number };
  sketch: Sketch | null;
  /** `fid` and `label` are null when it is about points of a cloud. */
  concerned: { datasetId: string; layerId: string; fid: number | null; label: string | null } | null;
  points: StoredPoints | null;
  contributionId: string | null;
  authorId: string | null;
  authorEmail: string | null;
  authorLocale: Locale;
  followHash: string | null;
  assigneeId: string | null;
  dueAt: Date;
}

export async function insertReport(sql: SqlSession, community: CommunityId, report: NewReport): Promise<void> {
  await sql.query(
    `INSERT INTO reports (id, request_id, community_id, number, portal_id, theme_id, status, body, values, place, sketch, dataset_id,
       layer_id, fid, feature_label, contribution_id, author_id, author_email, author_locale, follow_hash, assignee_id, due_at, review, points)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::integer, $5::uuid, $6::uuid, $7, $8, $9::jsonb,
       ST_SetSRID(ST_MakePoint($10::float8, $11::float8), 4326), $12::jsonb, $13::uuid, $14::uuid, $15::bigint, $16, $17::uuid, $18::uuid,
       $19, $20, $21, $22::uuid, $23::timestamptz, $24, $25::jsonb)`,
    [
      report.id,
      report.requestId,
      community,
      report.number,
      report.portalId,
      report.themeId,
      report.status,
      report.body,
      JSON.stringify(report.values),
      report.place.lon,
      report.place.lat,
      report.sketch && JSON.stringify(report.sketch),
      report.concerned?.datasetId ?? null,
      report.concerned?.layerId ?? null,
      report.concerned?.fid ?? null,
      report.concerned?.label ?? null,
      report.contributionId,
      report.authorId,
      report.authorEmail,
      report.authorLocale,
      report.followHash,
      report.assigneeId,
      report.dueAt,
      report.review,
      report.points && JSON.stringify(report.points),
    ],
  );
}
