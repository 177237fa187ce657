import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../../../kernel/core.ts";
import { deleteUnreferenced } from "../../../kernel/objects.ts";
import { dropLayerTable } from "../../../layer-store/tables/layer-table.ts";
import { emptyTable, layerTables, objectsOfCommunity, tablesToEmpty } from "./queries.ts";

export interface Removed {
  rows: number;
  tables: number;
  objects: number;
}

/**
 * Removes everything of one community: rows of all tables in one transaction, then tables of layers, then stored objects that no other
 * community names. What is interrupted in between is finished by the next call, or by the hourly sweeps.
 */
export async function removeCommunity(core: Core, communityId: CommunityId): Promise<Removed> {
  const { keys, rows } = await core.database.sqlAs({ role: "transfer", communityId }, async (sql) => {
    const keys = await objectsOfCommunity(sql);
    let rows = 0;
    // One at a time: some reports and pages refer to each other.
    for (const table of await tablesToEmpty(sql)) rows += await emptyTable(sql, table);
    return { keys, rows: rows + (await emptyTable(sql, "communities")) };
  });
  const tables = await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const found = await layerTables(sql, communityId);
    for (const { tableName } of found) await dropLayerTable(sql, { tableName, communityId });
    return found.length;
  });
  await deleteUnreferenced(core, keys);
  return { rows, tables, objects: keys.length };
}
