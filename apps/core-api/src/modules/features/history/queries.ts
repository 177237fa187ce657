import type { SqlSession } from "@archipel/database/sql-session.ts";

export function mergedContributions(sql: SqlSession, ids: string[]) {
  return sql.query<{ id: string; title: string; authorName: string | null }>(
    `SELECT id, title, author_name AS "authorName" FROM app.merged_contributions($1::uuid[])`,
    [ids],
  );
}

export function creditRows(sql: SqlSession, datasetId: string) {
  return sql.query<{ authorName: string | null; contributions: number; features: number; latest: Date }>(
    `SELECT author_name AS "authorName", contributions, features, latest FROM app.credits_of($1::uuid)`,
    [datasetId],
  );
}
