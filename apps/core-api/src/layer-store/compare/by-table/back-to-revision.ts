import type { UpdateCounts } from "@archipel/contracts/updates.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { JobFailedError } from "../../../kernel/jobs/handler.ts";
import { fieldList, tableRef } from "../../tables/layer-table.ts";
import { differenceTable, type UpdatedLayer } from "./tables.ts";
import { countDifference } from "./write-difference.ts";

/**
 * Writes the difference that restores a revision of the layer: of each feature with a later version, the last version at that revision. All
 * columns and shapes are exact to the last bit; features deleted since come back with their fid.
 */
export async function differenceToRevision(sql: SqlSession, updated: UpdatedLayer, revision: number): Promise<UpdateCounts> {
  const { spec } = updated;
  const [history, table, difference] = [tableRef(spec.tableName, "_history"), tableRef(spec.tableName), differenceTable(updated)];
  const [moment] = await sql.query<{ at: string }>(
    "SELECT created_at::text AS at FROM layer_revisions WHERE layer_id = $1::uuid AND community_id = $2::uuid AND revision = $3::integer",
    [spec.layerId, spec.communityId, revision],
  );
  if (!moment) throw new JobFailedError("revision-not-found", { revision });
  const state = (alias: string) => `${alias}.geom::bytea${fieldList(spec.fields, `${alias}.`)}`;
  const chosen = [...spec.fields.map(({ column }) => column), "geom"].map((column) => {
    const name = quoteIdentifier(column);
    return `, CASE WHEN p.fid IS NULL THEN n.${name} ELSE p.${name} END`;
  });
  await sql.query(
    `INSERT INTO ${difference} (fid, version, operation${fieldList(spec.fields)}, geom)
     WITH since AS MATERIALIZED (SELECT fid FROM ${history} WHERE changed_at > $1::timestamptz GROUP BY fid),
       last AS (SELECT fid, max(version) AS version FROM ${history} JOIN since USING (fid) GROUP BY fid),
       past AS (SELECT * FROM (
         SELECT DISTINCT ON (h.fid) h.* FROM ${history} h JOIN since ON since.fid = h.fid
         WHERE h.changed_at <= $1::timestamptz ORDER BY h.fid, h.version DESC) q WHERE operation <> 'delete')
     SELECT l.fid, l.version + 1, CASE WHEN n.fid IS NULL THEN 'insert' WHEN p.fid IS NULL THEN 'delete' ELSE 'update' END${chosen.join("")}
     FROM last l LEFT JOIN past p ON p.fid = l.fid LEFT JOIN ${table} n ON n.fid = l.fid
     WHERE coalesce(p.fid, n.fid) IS NOT NULL AND (p.fid IS NULL OR n.fid IS NULL OR ROW(${state("p")}) IS DISTINCT FROM ROW(${state("n")}))`,
    [moment.at],
  );
  const changed = await countDifference(sql, difference);
  const [there] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`);
  return { ...changed, unchanged: (there?.count ?? 0) - changed.updated - changed.deleted };
}
