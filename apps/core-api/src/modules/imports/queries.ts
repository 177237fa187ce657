import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { latestJobSql } from "../../kernel/jobs/rows.ts";
import type { RowChange } from "../../layer-store/compare/by-row/comparison.ts";
import { keyText } from "../../layer-store/compare/by-row/keys.ts";
import { type TableSpec, tableRef } from "../../layer-store/tables/layer-table.ts";

export interface ImportRow {
  id: string;
  layerId: string;
  datasetId: string;
  authorId: string;
  fileName: string;
  size: number;
  objectKey: string;
  choice: unknown;
  preview: unknown;
  isTaken: boolean;
  /** Its latest reading. */
  jobId: string | null;
}

const IMPORT = `SELECT i.id, i.layer_id AS "layerId", l.dataset_id AS "datasetId", i.author_id AS "authorId", i.file_name AS "fileName", i.size,
    i.object_key AS "objectKey", i.choice, i.preview, i.taken_at IS NOT NULL AS "isTaken",
    (SELECT id FROM (${latestJobSql("i.id")}) j) AS "jobId"
  FROM edit_imports i JOIN layers l ON l.id = i.layer_id`;

/** An import that the caller may see: their own, or in a job the community's. */
export async function importRow(sql: SqlSession, community: CommunityId, id: string): Promise<ImportRow | undefined> {
  const rows = await sql.query<ImportRow>(`${IMPORT} WHERE i.id = $1::uuid AND i.community_id = $2::uuid`, [id, community]);
  return rows[0];
}

/** The same, with its row locked until the transaction ends. */
export async function lockImport(sql: SqlSession, community: CommunityId, id: string): Promise<ImportRow | undefined> {
  await sql.query("SELECT FROM edit_imports WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE", [id, community]);
  return importRow(sql, community, id);
}

/** Stores changes until the author takes them. */
export async function stageChanges(
  sql: SqlSession,
  community: CommunityId,
  importId: string,
  changes: readonly RowChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql.query(
    `INSERT INTO edit_import_rows (community_id, import_id, position, mark, operation, fid, base_version, fields, has_geometry, geom)
     SELECT $1::uuid, $2::uuid, r.position, r.mark, r.operation, r.fid, r.version, r.fields::jsonb, r.geom IS NOT NULL, r.geom::geometry
     FROM unnest($3::integer[], $4::text[], $5::text[], $6::bigint[], $7::integer[], $8::text[], $9::text[])
       AS r(position, mark, operation, fid, version, fields, geom)`,
    [
      community,
      importId,
      changes.map(({ position }) => position),
      changes.map((change) => (change.operation === "insert" ? change.mark : "")),
      changes.map(({ operation }) => operation),
      changes.map((change) => (change.operation === "insert" ? null : change.fid)),
      changes.map((change) => (change.operation === "insert" ? null : change.baseVersion)),
      changes.map(({ values }) => JSON.stringify(values)),
      changes.map(({ geometry }) => geometry ?? null),
    ],
  );
}

/** Stores the deletion of features that are not in the file. */
export async function stageAbsent(
  sql: SqlSession,
  community: CommunityId,
  importId: string,
  absent: readonly { fid: number; version: number }[],
  after: number,
): Promise<void> {
  if (absent.length === 0) return;
  await sql.query(
    `INSERT INTO edit_import_rows (community_id, import_id, position, operation, is_absent, fid, base_version)
     SELECT $1::uuid, $2::uuid, $3::integer + r.place::integer, 'delete', true, r.fid, r.version
     FROM unnest($4::bigint[], $5::integer[]) WITH ORDINALITY AS r(fid, version, place)`,
    [community, importId, after, absent.map(({ fid }) => fid), absent.map(({ version }) => version)],
  );
}

export async function forgetRows(sql: SqlSession, community: CommunityId, importId: string): Promise<void> {
  await sql.query("DELETE FROM edit_import_rows WHERE import_id = $1::uuid AND community_id = $2::uuid", [importId, community]);
}

/** Marks an import as taken: its changes are now in a contribution. */
export async function markTaken(sql: SqlSession, community: CommunityId, importId: string): Promise<void> {
  await sql.query("UPDATE edit_imports SET taken_at = now() WHERE id = $1::uuid AND community_id = $2::uuid", [importId, community]);
  await forgetRows(sql, community, importId);
}

/** Number of rows to take. */
export async function countStaged(sql: SqlSession, community: CommunityId, importId: string, withAbsent: boolean): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM edit_import_rows
     WHERE import_id = $1::uuid AND community_id = $2::uuid AND (NOT is_absent OR $3::boolean)`,
    [importId, community, withAbsent],
  );
  return row?.count ?? 0;
}

/** Those of these columns whose values identify nearly every feature that has a value. */
export async function namingColumns(sql: SqlSession, spec: TableSpec, fields: readonly LayerField[]): Promise<Set<string>> {
  if (fields.length === 0) return new Set();
  const counts = fields.flatMap(({ column }, index) => {
    const name = quoteIdentifier(column);
    return [`count(${name})::integer AS f${index}`, `count(DISTINCT ${name})::integer AS d${index}`];
  });
  const [row = {}] = await sql.query<Record<string, number>>(`SELECT ${counts.join(", ")} FROM ${tableRef(spec.tableName)}`);
  return new Set(
    fields.flatMap(({ column }, index) => {
      const [filled = 0, different = 0] = [row[`f${index}`], row[`d${index}`]];
      return filled > 0 && different >= 0.98 * filled ? [column] : [];
    }),
  );
}

const PAGE = 10_000;

/** The features of each value of a column. */
export async function featuresByKey(sql: SqlSession, spec: TableSpec, field: LayerField): Promise<Map<string, number[]>> {
  const features = new Map<string, number[]>();
  const column = quoteIdentifier(field.column);
  for (let after = 0, isLast = false; !isLast; ) {
    const rows = await sql.query<{ fid: number; name: string | number }>(
      `SELECT fid, ${column} AS name FROM ${tableRef(spec.tableName)} WHERE fid > $1::bigint ORDER BY fid LIMIT ${PAGE}`,
      [after],
    );
    for (const { fid, name } of rows) {
      const text = keyText(field, name);
      if (text !== null) features.set(text, [...(features.get(text) ?? []), fid]);
    }
    after = rows.at(-1)?.fid ?? after;
    isLast = rows.length < PAGE;
  }
  return features;
}

export async function countFeatures(sql: SqlSession, spec: TableSpec): Promise<number> {
  const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${tableRef(spec.tableName)}`);
  return row?.count ?? 0;
}

/** The features of a layer that are not in `held`. */
export async function absentFeatures(
  sql: SqlSession,
  spec: TableSpec,
  held: ReadonlySet<number>,
): Promise<{ fid: number; version: number }[]> {
  const absent: { fid: number; version: number }[] = [];
  for (let after = 0, isLast = false; !isLast; ) {
    const rows = await sql.query<{ fid: number; version: number }>(
      `SELECT fid, version FROM ${tableRef(spec.tableName)} WHERE fid > $1::bigint ORDER BY fid LIMIT ${PAGE}`,
      [after],
    );
    absent.push(...rows.filter(({ fid }) => !held.has(fid)));
    after = rows.at(-1)?.fid ?? after;
    isLast = rows.length < PAGE;
  }
  return absent;
}
