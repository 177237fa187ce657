import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "./core.ts";
import { DomainError } from "./domain-error.ts";

/** Tables of layers that are measured; more are not counted. */
const MOST_LAYERS = 20_000;
const GIGABYTE = 1e9;

/**
 * Refuses bytes above what an operator lets the community store. Communities without a quota are not measured.
 *
 * @throws DomainError `storage-quota-reached` with what is stored and allowed, in gigabytes
 */
export async function assertStorage(core: Core, communityId: CommunityId, size: number): Promise<void> {
  await core.database.sqlAs({ role: "system" }, async (sql) => {
    const quota = await storageQuota(sql, communityId);
    if (quota === null) return;
    const stored = (await storedBytes(sql, communityId)).get(communityId) ?? 0;
    if (stored + size <= quota) return;
    const gigabytes = (bytes: number) => Math.round((bytes / GIGABYTE) * 100) / 100;
    throw new DomainError("forbidden", "storage-quota-reached", { stored: gigabytes(stored), quota: gigabytes(quota) });
  });
}

/** Bytes of the stored files and tables of communities; of one of them, or (null) of all. */
export async function storedBytes(sql: SqlSession, communityId: string | null): Promise<Map<string, number>> {
  const rows = await sql.query<{ id: string; bytes: number }>(
    `SELECT id, sum(bytes)::float8 AS bytes FROM (
       SELECT community_id AS id, sum(size)::bigint AS bytes FROM uploads
         WHERE object_key IS NOT NULL AND ($1::uuid IS NULL OR community_id = $1) GROUP BY 1
       UNION ALL SELECT community_id, sum(size)::bigint FROM dataset_attachments WHERE $1::uuid IS NULL OR community_id = $1 GROUP BY 1
       UNION ALL SELECT community_id, sum(size)::bigint FROM (
         -- A restored revision has the bytes of an earlier one.
         SELECT DISTINCT r.community_id, r.attachment_id, r.object_key, r.size FROM cloud_revisions r
         JOIN dataset_attachments a ON a.id = r.attachment_id AND a.object_key <> r.object_key
         WHERE $1::uuid IS NULL OR r.community_id = $1
         UNION SELECT r.community_id, r.attachment_id, r.object_key, r.size FROM elevation_revisions r
         JOIN dataset_attachments a ON a.id = r.attachment_id AND a.object_key <> r.object_key
         WHERE $1::uuid IS NULL OR r.community_id = $1) earlier GROUP BY 1
       UNION ALL SELECT community_id, sum(size)::bigint FROM cloud_extracts
         WHERE object_key IS NOT NULL AND ($1::uuid IS NULL OR community_id = $1) GROUP BY 1
       UNION ALL SELECT community_id, sum(size)::bigint FROM site_media WHERE $1::uuid IS NULL OR community_id = $1 GROUP BY 1
       UNION ALL SELECT community_id, sum(size)::bigint FROM portal_templates WHERE $1::uuid IS NULL OR community_id = $1 GROUP BY 1
       UNION ALL SELECT community_id, sum(size)::bigint FROM report_files WHERE $1::uuid IS NULL OR community_id = $1 GROUP BY 1
       UNION ALL SELECT community_id, sum(pg_total_relation_size(to_regclass(format('layers.%I', table_name))))::bigint FROM (
         SELECT community_id, table_name FROM layers WHERE $1::uuid IS NULL OR community_id = $1 LIMIT ${MOST_LAYERS}) l GROUP BY 1
     ) parts GROUP BY id`,
    [communityId],
  );
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

/** What a community may store; null: no limit. */
async function storageQuota(sql: SqlSession, communityId: string): Promise<number | null> {
  const [row] = await sql.query<{ bytes: number | null }>(
    "SELECT storage_quota_bytes::float8 AS bytes FROM communities WHERE id = $1::uuid",
    [communityId],
  );
  return row?.bytes ?? null;
}
