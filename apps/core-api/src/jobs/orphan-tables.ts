import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { dropLayerTable } from "../layer-store/tables/layer-table.ts";

/**
 * Drops tables whose layer is gone: a process that dies between deleting a dataset and dropping its tables leaves them. The row of a layer
 * is committed before its table is made, so a table without a row belongs to nothing.
 *
 * @returns the names of the tables
 */
export async function dropOrphanTables(core: Core): Promise<string[]> {
  const orphans = await core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ tableName: string; owner: string | null }>(
      `SELECT c.relname AS "tableName", substring(obj_description(c.oid, 'pg_class') FROM '^community ([0-9a-f-]{36})$') AS owner
       FROM pg_class c
       WHERE c.relnamespace = 'layers'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^l_[0-9a-f]{32}$'
         AND NOT EXISTS (SELECT FROM layers l WHERE l.table_name = c.relname)
       ORDER BY c.relname`,
    ),
  );
  const dropped: string[] = [];
  for (const { tableName, owner } of orphans) {
    // A table without an owner in its comment was not made by us.
    if (owner === null) continue;
    const communityId = provenCommunityId(owner);
    await core.database.sqlAs({ role: "worker", communityId }, (sql) => dropLayerTable(sql, { tableName, communityId }));
    dropped.push(tableName);
  }
  if (dropped.length > 0) core.log.info({ tables: dropped }, "tables of deleted layers dropped");
  return dropped;
}
