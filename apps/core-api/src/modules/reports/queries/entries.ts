import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

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

export interface NewEntry {
  reportId: string;
  kind: string;
  authorId: string | null;
  isInternal?: boolean;
  isReporter?: boolean;
  body?: string;
  detail?: object;
}

export async function insertEntry(sql: SqlSession, community: CommunityId, entry: NewEntry): Promise<void> {
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
