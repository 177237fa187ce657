import type { Database } from "@archipel/database/database.ts";
import { editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { recordRevision } from "../../../layer-store/revisions/record-revision.ts";
import { writeVersions } from "../../../layer-store/revisions/write-changes.ts";
import { type TableSpec, tableRef } from "../../../layer-store/tables/layer-table.ts";

/** Changes the attributes of one feature, as a merge does: a next version, and a revision with its event. */
export async function editFeature(database: Database, { spec }: { spec: TableSpec }, fid: number, values: Record<string, string>) {
  const { layerId, communityId, tableName } = spec;
  await database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const layer = (await editedLayers(sql, communityId, [layerId], { isLocked: true })).get(layerId);
    const [row] = await sql.query<{ version: number; geometry: string }>(
      `SELECT version, ST_AsHEXEWKB(geom) AS geometry FROM ${tableRef(tableName)} WHERE fid = $1::bigint`,
      [fid],
    );
    if (!layer || !row) throw new Error("no such feature");
    const signature = { contributionId: null, authorId: null, at: new Date() };
    const next = { operation: "update" as const, fid, version: row.version + 1, values, geometry: row.geometry };
    const { boxes } = await writeVersions(sql, layer.spec, layer.createdAt, [next], signature);
    await recordRevision(sql, layer, { inserted: 0, updated: 1, deleted: 0 }, boxes, signature, {});
  });
}
