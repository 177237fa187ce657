import type { Core } from "../kernel/core.ts";
import { deleteUnreferenced } from "../kernel/objects.ts";
import { filesKeptSince } from "../modules/processing/policy.ts";

const BATCH = 1000;

/** Deletes the expired files of runs. The run stays, and says that its file is gone. @returns the number of files */
export async function sweepRunFiles(core: Core): Promise<number> {
  const rows = await core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ key: string }>(
      `WITH old AS (
         SELECT id, file->>'objectKey' AS key FROM processing_runs
         WHERE file->>'objectKey' IS NOT NULL AND finished_at <= $1::timestamptz LIMIT ${BATCH} FOR UPDATE)
       UPDATE processing_runs r SET file = r.file - 'objectKey' FROM old WHERE r.id = old.id RETURNING old.key`,
      [filesKeptSince()],
    ),
  );
  await deleteUnreferenced(
    core,
    rows.map(({ key }) => key),
  );
  return rows.length;
}
