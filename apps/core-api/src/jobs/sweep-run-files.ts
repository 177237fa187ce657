import type { Core } from "../kernel/core.ts";
import { deleteUnused } from "../modules/deliveries/uploads/stored/unused-objects.ts";
import { filesKeptSince } from "../modules/processing/policy.ts";

const A_ROUND = 1000;

/**
 * Takes away the files of runs that were kept long enough. The run stays, and says that its file is gone. An object goes before its key
 * does: what dies in between is done again the next time. Gives how many files there were.
 */
export async function sweepRunFiles(core: Core): Promise<number> {
  const rows = await core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ id: string; key: string }>(
      `SELECT id, file->>'objectKey' AS key FROM processing_runs
       WHERE file->>'objectKey' IS NOT NULL AND finished_at <= $1::timestamptz LIMIT ${A_ROUND}`,
      [filesKeptSince()],
    ),
  );
  if (rows.length === 0) return 0;
  await deleteUnused(
    core,
    rows.map(({ key }) => key),
  );
  await core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE processing_runs SET file = file - 'objectKey' WHERE id = ANY ($1::uuid[])", [rows.map(({ id }) => id)]),
  );
  return rows.length;
}
