import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Finding } from "@archipel/validation/finding.ts";

export type NewFinding = Finding & { sequence: number; group: number };

export async function deleteFindings(tx: Tx, communityId: CommunityId, checkId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM check_findings WHERE check_id = ${checkId}::uuid AND community_id = ${communityId}::uuid`;
}

/** Inserts all findings in one statement. PostgreSQL text cannot hold NUL characters: they become U+FFFD. */
export async function insertFindings(tx: Tx, communityId: CommunityId, checkId: string, findings: readonly NewFinding[]): Promise<void> {
  if (findings.length === 0) return;
  const rows = JSON.stringify(findings.map(placeable)).replaceAll("\\u0000", "\\ufffd");
  await tx.$executeRaw`
    INSERT INTO check_findings
      (check_id, community_id, sequence, group_number, code, level, file_model, table_name, field, file, "row", feature_id, bbox, place, params, repair)
    SELECT ${checkId}::uuid, ${communityId}::uuid, f.sequence, f."group", f.code, f.level, f."fileModel", f."table", f.field, f.file, f."row",
      f."featureId", f.bbox, f.place, f.params, f.repair
    FROM jsonb_to_recordset(${rows}::jsonb) AS f(sequence integer, "group" integer, code text, level text, "fileModel" text, "table" text,
      field text, file text, "row" integer, "featureId" text, bbox float8[], place text, params jsonb, repair text)`;
}

/** Drops a place that no map can show: coordinates that are not finite. */
function placeable({ model: _model, bbox, place, ...finding }: NewFinding) {
  return {
    ...finding,
    bbox: bbox?.every(Number.isFinite) ? bbox : null,
    place: place !== null && /NaN|Infinity/.test(place) ? null : place,
  };
}

const withAll = {
  upload: { select: { fileName: true, datasetId: true, recipeRevision: true } },
} satisfies Prisma.CheckInclude;
export type CheckRow = Prisma.CheckGetPayload<{ include: typeof withAll; omit: { groups: true } }>;

export function findCheck(tx: Tx, communityId: CommunityId, checkId: string): Promise<CheckRow | null> {
  return tx.check.findUnique({ where: { id: checkId, communityId }, include: withAll, omit: { groups: true } });
}

/** Newest first. */
export function checksOfUpload(tx: Tx, communityId: CommunityId, uploadId: string): Promise<CheckRow[]> {
  return tx.check.findMany({
    where: { communityId, uploadId },
    include: withAll,
    omit: { groups: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
}

/** For each check, the latest check of the repairs made on it. */
export async function nextChecks(tx: Tx, communityId: CommunityId, checkIds: string[]): Promise<Map<string | null, string>> {
  const next = await tx.check.findMany({
    where: { communityId, previousId: { in: checkIds } },
    select: { id: true, previousId: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return new Map(next.map(({ id, previousId }) => [previousId, id]));
}

/** Characters of WKT. A longer place is returned as its extent, to keep a page small. */
const MAX_PLACE = 40_000;

/** A finding as the database returns it; `shape` is the GeoJSON of `place`. */
export interface FindingRow {
  sequence: number;
  group: number;
  code: string;
  level: string;
  fileModel: string | null;
  table: string | null;
  field: string | null;
  file: string | null;
  row: number | null;
  featureId: string | null;
  bbox: number[] | null;
  place: string | null;
  shape: unknown;
  params: unknown;
  repair: string | null;
}

const COLUMNS = Prisma.sql`sequence, group_number AS "group", code, level, file_model AS "fileModel", table_name AS "table", field, file, "row",
  feature_id AS "featureId", bbox, place, params, repair`;

export interface RowFilter {
  file?: string | undefined;
  table?: string | undefined;
  repairable?: boolean | undefined;
}

function conditions({ file, table, repairable }: RowFilter): Prisma.Sql {
  return Prisma.sql`(${file ?? null}::text IS NULL OR f.file = ${file ?? null}::text)
    AND (${table ?? null}::text IS NULL OR f.table_name = ${table ?? null}::text)
    AND (${repairable ?? null}::boolean IS NULL OR (f.repair IS NOT NULL) = ${repairable ?? null}::boolean)`;
}

/**
 * Findings of these groups, group by group in this order, after a given place. The query reads the index of each group only as far as the
 * page goes.
 *
 * @param after position of a group in `groups`, and the last sequence seen of it
 */
export function pageOfFindings(
  tx: Tx,
  communityId: CommunityId,
  checkId: string,
  groups: readonly number[],
  filter: RowFilter,
  after: { position: number; sequence: number },
  limit: number,
): Promise<(FindingRow & { position: number })[]> {
  return tx.$queryRaw`
    SELECT p.*, ST_AsGeoJSON(CASE WHEN length(p.place) < ${MAX_PLACE}::integer THEN ST_GeomFromText(p.place)
        ELSE ST_Envelope(ST_GeomFromText(p.place)) END, 7)::json AS shape FROM (
      SELECT g.position::integer AS position, f.*
      FROM unnest(${[...groups]}::integer[]) WITH ORDINALITY AS g(number, position), LATERAL (
        SELECT ${COLUMNS} FROM check_findings f
        WHERE f.check_id = ${checkId}::uuid AND f.community_id = ${communityId}::uuid AND f.group_number = g.number
          AND f.sequence > CASE WHEN g.position = ${after.position} THEN ${after.sequence} ELSE 0 END AND ${conditions(filter)}
        ORDER BY f.sequence LIMIT ${limit}) AS f
      WHERE g.position >= ${after.position}
      ORDER BY g.position, f.sequence LIMIT ${limit}) AS p
    ORDER BY p.position, p.sequence`;
}

/** Findings by their sequences, in that order. */
export function rowsOfFindings(tx: Tx, communityId: CommunityId, checkId: string, sequences: readonly number[]): Promise<FindingRow[]> {
  return tx.$queryRaw`
    SELECT ${COLUMNS}, ST_AsGeoJSON(CASE WHEN length(place) < ${MAX_PLACE}::integer THEN ST_GeomFromText(place)
      ELSE ST_Envelope(ST_GeomFromText(place)) END, 7)::json AS shape
    FROM check_findings
    WHERE check_id = ${checkId}::uuid AND community_id = ${communityId}::uuid AND sequence = ANY (${[...sequences]}::integer[])
    ORDER BY sequence`;
}

export async function countFindings(
  tx: Tx,
  communityId: CommunityId,
  checkId: string,
  groups: readonly number[],
  filter: RowFilter,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM check_findings f
    WHERE f.check_id = ${checkId}::uuid AND f.community_id = ${communityId}::uuid AND f.group_number = ANY (${[...groups]}::integer[])
      AND ${conditions(filter)}`;
  return row?.count ?? 0;
}

/** Findings in the order in which they were found. */
export function findingsAfter(
  sql: SqlSession,
  communityId: CommunityId,
  checkId: string,
  sequence: number,
  limit: number,
): Promise<FindingRow[]> {
  return sql.query<FindingRow>(
    `SELECT sequence, group_number AS "group", code, level, file_model AS "fileModel", table_name AS "table", field, file, "row",
       feature_id AS "featureId", bbox, place, NULL AS shape, params, repair
     FROM check_findings WHERE check_id = $1::uuid AND community_id = $2::uuid AND sequence > $3::integer ORDER BY sequence LIMIT $4::integer`,
    [checkId, communityId, sequence, limit],
  );
}
