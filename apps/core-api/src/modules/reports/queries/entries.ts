import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ReviewState } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface EntryRow {
  id: string;
  kind: string;
  review: ReviewState;
  isInternal: boolean;
  authorId: string | null;
  authorName: string | null;
  isReporter: boolean;
  body: string;
  detail: Record<string, unknown>;
  createdAt: Date;
}

/** Who the entries are for. Readers see what is public, reporters also their messages that are held or refused. */
export type EntryReader = "moderator" | "reporter" | "reader";

const READABLE: Record<EntryReader, string> = {
  moderator: "true",
  reporter: "NOT e.is_internal AND (e.review IN ('passed', 'unseen') OR e.is_reporter)",
  reader: "NOT e.is_internal AND e.review IN ('passed', 'unseen')",
};

export function entryRows(sql: SqlSession, community: CommunityId, reportId: string, reader: EntryReader): Promise<EntryRow[]> {
  return sql.query<EntryRow>(
    `SELECT e.id, e.kind, e.review, e.is_internal AS "isInternal", e.author_id AS "authorId",
       (SELECT n.name FROM app.names_of(ARRAY[e.author_id]) n) AS "authorName", e.is_reporter AS "isReporter", e.body, e.detail,
       e.created_at AS "createdAt"
     FROM report_entries e WHERE e.community_id = $1::uuid AND e.report_id = $2::uuid AND ${READABLE[reader]}
     ORDER BY e.created_at, e.id`,
    [community, reportId],
  );
}

/** The community's latest public words on each report: a message, or the reason of a change of its state. */
export async function latestAnswers(sql: SqlSession, community: CommunityId, reportIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ reportId: string; body: string }>(
    `SELECT DISTINCT ON (e.report_id) e.report_id AS "reportId", e.body FROM report_entries e
     WHERE e.community_id = $1::uuid AND e.report_id = ANY ($2::uuid[]) AND e.kind IN ('comment', 'status') AND NOT e.is_reporter
       AND e.body <> '' AND ${READABLE.reader} ORDER BY e.report_id, e.created_at DESC, e.id DESC`,
    [community, reportIds],
  );
  return new Map(rows.map(({ reportId, body }) => [reportId, body]));
}

export interface NewEntry {
  reportId: string;
  kind: string;
  review?: ReviewState;
  authorId: string | null;
  isInternal?: boolean;
  isReporter?: boolean;
  body?: string;
  detail?: object;
}

export async function insertEntry(sql: SqlSession, community: CommunityId, entry: NewEntry): Promise<void> {
  await sql.query(
    `INSERT INTO report_entries (id, community_id, report_id, kind, is_internal, author_id, is_reporter, body, detail, review, created_at)
     VALUES (gen_random_uuid(), $1::uuid, $2::uuid, $3, $4::boolean, $5::uuid, $6::boolean, $7, $8::jsonb, $9, clock_timestamp())`,
    [
      community,
      entry.reportId,
      entry.kind,
      entry.isInternal ?? false,
      entry.authorId,
      entry.isReporter ?? false,
      entry.body ?? "",
      JSON.stringify(entry.detail ?? {}),
      entry.review ?? "passed",
    ],
  );
}
