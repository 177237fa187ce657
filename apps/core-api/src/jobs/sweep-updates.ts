import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { OPEN_JOB_STATUSES } from "../kernel/jobs/open-jobs.ts";
import { tableRef } from "../layer-store/tables/layer-table.ts";

/** Days that an update is kept which nobody applies. */
const KEEP_DAYS = 30;

/**
 * Deletes updates that nobody applied, and drops the tables of finished or deleted updates. The row of an update is committed before its
 * tables are made, so a table without a row belongs to nothing.
 *
 * @returns the number of tables
 */
export async function sweepUpdates(core: Core): Promise<number> {
  const orphans = await core.database.sqlAs({ role: "system" }, async (sql) => {
    await sql.query(
      `DELETE FROM layer_updates u WHERE revision IS NULL AND created_at < now() - make_interval(days => $1::integer)
         AND NOT EXISTS (SELECT FROM jobs j WHERE j.subject_id = u.id AND j.status = ANY($2::text[]))`,
      [KEEP_DAYS, OPEN_JOB_STATUSES],
    );
    return sql.query<{ tableName: string; suffix: string; communityId: string }>(
      `SELECT l.table_name AS "tableName", substr(c.relname, length(l.table_name) + 1) AS suffix, l.community_id AS "communityId"
       FROM pg_class c JOIN layers l ON l.table_name = left(c.relname, 34)
       WHERE c.relnamespace = 'layers'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^l_[0-9a-f]{32}_[fu][0-9a-f]{12}$'
         AND NOT EXISTS (SELECT FROM layer_updates u WHERE u.layer_id = l.id AND u.revision IS NULL
           AND right(replace(u.id::text, '-', ''), 12) = right(c.relname, 12))`,
    );
  });
  for (const { tableName, suffix, communityId } of orphans) {
    await core.database.sqlAs({ role: "worker", communityId: provenCommunityId(communityId) }, (sql) =>
      sql.script(`DROP TABLE IF EXISTS ${tableRef(tableName, suffix)}`),
    );
  }
  return orphans.length;
}
