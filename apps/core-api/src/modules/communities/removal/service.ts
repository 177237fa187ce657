import type { CommunityId } from "@archipel/contracts/ids.ts";
import { inScope, type TransferScope } from "@archipel/database/scope.ts";
import { auditIn } from "../../../kernel/audit.ts";
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
 *
 * @param erased the name that the journal of the platform notes, in the transaction of the rows
 * @returns null when no row was left: another process has removed it
 */
export async function removeCommunity(core: Core, communityId: CommunityId, erased?: string): Promise<Removed | null> {
  const transfer: TransferScope = { role: "transfer", communityId };
  const removed = await core.database.sqlAs(transfer, async (sql) => {
    const keys = await objectsOfCommunity(sql);
    const tables = await layerTables(sql, communityId);
    let rows = 0;
    // One at a time: some reports and pages refer to each other.
    for (const table of await tablesToEmpty(sql)) rows += await emptyTable(sql, table);
    const isMine = (await emptyTable(sql, "communities")) === 1;
    if (isMine && erased !== undefined) {
      const summary = { name: erased, rows: rows + 1, tables: tables.length, objects: keys.length };
      const change = { communityId: null, actorId: null, resourceType: "community", resourceId: communityId };
      await inScope(sql, { from: transfer, to: { role: "system" } }, () =>
        auditIn(sql, { ...change, action: "community.erased", summary }),
      );
    }
    return { keys, isMine, rows: rows + 1, tables: tables.length };
  });
  core.log.debug({ community: communityId, step: "rows" }, "removal step");
  await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    for (const { tableName } of await layerTables(sql, communityId)) await dropLayerTable(sql, { tableName, communityId });
  });
  core.log.debug({ community: communityId, step: "tables" }, "removal step");
  await deleteUnreferenced(core, removed.keys);
  return removed.isMine ? { rows: removed.rows, tables: removed.tables, objects: removed.keys.length } : null;
}
