import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

export function exportRow(tx: Tx, communityId: CommunityId, exportId: string) {
  return tx.communityExport.findFirst({ where: { id: exportId, communityId } });
}

/** The copies that can still be taken, and those that are being written or failed lately; latest first. */
export function exportRows(tx: Tx, communityId: CommunityId, now: Date) {
  return tx.communityExport.findMany({
    where: { communityId, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    orderBy: { createdAt: "desc" },
    take: 10,
    omit: { parts: true },
  });
}

export function countExportsSince(tx: Tx, communityId: CommunityId, since: Date): Promise<number> {
  return tx.communityExport.count({ where: { communityId, createdAt: { gt: since } } });
}

/** One request at a time is decided for a community. */
export async function lockExports(tx: Tx, communityId: CommunityId): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('exports ' || ${communityId}, 0))`;
}

/** Deletes copies that can no longer be taken, and the traces of those that were never written. */
export function deleteExpired(tx: Tx): Promise<number> {
  return tx.$executeRaw`DELETE FROM community_exports e WHERE e.expires_at < now() OR (e.object_key IS NULL AND e.created_at < now() - interval '30 days'
    AND NOT EXISTS (SELECT FROM jobs j WHERE j.subject_id = e.id AND j.status IN ('waiting', 'progress')))`;
}
