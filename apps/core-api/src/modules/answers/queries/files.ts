import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface FileRow {
  id: string;
  fileName: string;
  title: string;
}

/** Documents of datasets that the caller may see, by id. */
export function filesById(sql: SqlSession, ids: readonly string[]): Promise<FileRow[]> {
  return sql.query<FileRow>(`SELECT id, file_name AS "fileName", title FROM dataset_attachments WHERE id = ANY ($1::uuid[]) ORDER BY id`, [
    ids,
  ]);
}

/** Documents that features name, in lower case, each once per dataset. */
export function filesByName(
  sql: SqlSession,
  datasetIds: readonly string[],
  names: readonly string[],
): Promise<{ id: string; datasetId: string; name: string }[]> {
  return sql.query(
    `SELECT DISTINCT ON (dataset_id, lower(file_name)) id, dataset_id AS "datasetId", lower(file_name) AS name FROM dataset_attachments
     WHERE dataset_id = ANY ($1::uuid[]) AND lower(file_name) = ANY ($2::text[]) ORDER BY dataset_id, lower(file_name), position, path`,
    [datasetIds, names],
  );
}
