import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { RepairReach } from "@archipel/contracts/repairs.ts";
import type { Tx } from "@archipel/database/database.ts";

/** Findings of one kind and place that one operation repairs together. */
export interface OfferedRow {
  repair: string;
  code: string;
  fileModel: string | null;
  table: string | null;
  field: string | null;
  file: string | null;
  count: number;
  /** The first row among these findings. */
  row: number | null;
}

/** The repairs offered for one finding, a group, or all findings. */
export async function offeredIn(tx: Tx, communityId: CommunityId, checkId: string, reach: RepairReach): Promise<OfferedRow[]> {
  const group = "group" in reach ? reach.group : null;
  const sequence = "sequence" in reach ? reach.sequence : null;
  return tx.$queryRaw<OfferedRow[]>`
    SELECT repair, code, file_model AS "fileModel", table_name AS "table", field, file, count(*)::integer AS count,
      (array_agg("row" ORDER BY sequence) FILTER (WHERE "row" IS NOT NULL))[1] AS "row"
    FROM check_findings
    WHERE check_id = ${checkId}::uuid AND community_id = ${communityId}::uuid AND repair IS NOT NULL
      AND (${group}::integer IS NULL OR group_number = ${group}::integer)
      AND (${sequence}::integer IS NULL OR sequence = ${sequence}::integer)
    GROUP BY repair, code, file_model, table_name, field, file
    ORDER BY min(sequence)`;
}

/** Sequences of the findings on a row. */
export async function findingsOnRow(
  tx: Tx,
  communityId: CommunityId,
  checkId: string,
  { file, table, row }: { file?: string | undefined; table: string; row: number },
): Promise<number[]> {
  const found = await tx.checkFinding.findMany({
    where: { communityId, checkId, tableName: table, row, ...(file === undefined ? {} : { file }) },
    select: { sequence: true },
    orderBy: { sequence: "asc" },
    take: 100,
  });
  return found.map(({ sequence }) => sequence);
}

/** The next revision of an upload's recipe. The row stays locked until the transaction ends, so only the caller changes the recipe. */
export async function nextRevision(tx: Tx, communityId: CommunityId, uploadId: string): Promise<number> {
  const { recipeRevision } = await tx.upload.update({
    where: { id: uploadId, communityId },
    data: { recipeRevision: { increment: 1 } },
    select: { recipeRevision: true },
  });
  return recipeRevision;
}

export async function lastPosition(tx: Tx, communityId: CommunityId, uploadId: string): Promise<number> {
  const { _max } = await tx.uploadRepair.aggregate({ where: { communityId, uploadId }, _max: { position: true } });
  return _max.position ?? 0;
}
