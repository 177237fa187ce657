import type { CommunityId } from "@archipel/contracts/ids.ts";
import { audit } from "../../../kernel/audit.ts";
import { notInBin } from "../../../kernel/bin.ts";
import type { Core } from "../../../kernel/core.ts";
import { emit } from "../../../kernel/outbox.ts";
import { titleOf } from "../policy.ts";

interface Changer {
  userId: string | null;
  communityId: CommunityId;
}

/** Takes a model out of the bin, with all its saves. */
export function restoreModel(core: Core, actor: Changer, id: string): Promise<void> {
  return change(core, actor, id, "restored");
}

/** Erases a model of the bin with its saves. */
export function eraseModel(core: Core, actor: Changer, id: string): Promise<void> {
  return change(core, actor, id, "erased");
}

async function change(core: Core, { userId: actorId, communityId }: Changer, id: string, verb: "restored" | "erased"): Promise<void> {
  await core.database.withSystem(async (tx) => {
    const row = await tx.validationModel.findFirst({ where: { id, communityId, NOT: { eraseAt: null } } });
    if (!row) throw notInBin();
    const where = { id, communityId };
    if (verb === "restored") await tx.validationModel.update({ where, data: { eraseAt: null, updatedAt: row.updatedAt } });
    else await tx.validationModel.delete({ where });
    const about = { communityId, actorId, resourceType: "model", resourceId: id };
    await audit(tx, { ...about, action: `model.${verb}`, summary: { title: titleOf(row.title).fr, key: row.key } });
    await emit(tx, `model.${verb}`, communityId, { modelId: id, key: row.key });
  });
}
