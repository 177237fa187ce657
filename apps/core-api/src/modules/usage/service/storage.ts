import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { storageQuota, storedBytes } from "../queries.ts";

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
