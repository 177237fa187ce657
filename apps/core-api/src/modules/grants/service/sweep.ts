import type { Core } from "../../../kernel/core.ts";
import { deleteOverGrants } from "../queries.ts";

/** Deletes grants that ended or were revoked long ago; the journal keeps its entries. @returns their number */
export function sweepGrants(core: Core): Promise<number> {
  return core.database.sqlAs({ role: "system" }, deleteOverGrants);
}
