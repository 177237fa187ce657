import type { CommunityId } from "@archipel/contracts/ids.ts";
import { notInBin } from "../../../kernel/bin.ts";
import type { Core } from "../../../kernel/core.ts";
import { recordChange } from "../service.ts";

/** Takes a dataset out of the bin: everything is as it was. */
export async function restoreDataset(core: Core, actor: { userId: string; communityId: CommunityId }, id: string): Promise<void> {
  const { communityId } = actor;
  await core.database.withSystem(async (tx) => {
    const row = await tx.dataset.findFirst({ where: { id, communityId, eraseAt: { gt: new Date() } } });
    if (!row) throw notInBin();
    await tx.dataset.update({
      where: { id, communityId },
      data: { status: row.statusBefore ?? "draft", statusBefore: null, eraseAt: null, updatedAt: row.updatedAt },
    });
    await recordChange(tx, actor, "dataset.restored", id, { title: row.title });
  });
}
