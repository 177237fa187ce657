import type { Core } from "../../../../kernel/core.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { deleteExpired } from "../queries.ts";

/** Deletes archives that can no longer be taken. @returns their number */
export async function sweepExtracts(core: Core): Promise<number> {
  const keys = await core.database.sqlAs({ role: "system" }, deleteExpired);
  await deleteUnreferenced(core, keys);
  return keys.length;
}
