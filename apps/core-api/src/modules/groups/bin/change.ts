import type { CommunityId } from "@archipel/contracts/ids.ts";
import { audit } from "../../../kernel/audit.ts";
import { notInBin } from "../../../kernel/bin.ts";
import type { Core } from "../../../kernel/core.ts";
import { emit } from "../../../kernel/outbox.ts";

interface Changer {
  userId: string | null;
  communityId: CommunityId;
}

/** Takes a group out of the bin: its people have its rights again. */
export function restoreGroup(core: Core, actor: Changer, id: string): Promise<void> {
  return change(core, actor, id, "restored");
}

/** Erases a group of the bin. Its grants end with it. */
export function eraseGroup(core: Core, actor: Changer, id: string): Promise<void> {
  return change(core, actor, id, "erased");
}

async function change(core: Core, { userId: actorId, communityId }: Changer, id: string, verb: "restored" | "erased"): Promise<void> {
  await core.database.withSystem(async (tx) => {
    const row = await tx.group.findFirst({ where: { id, communityId, NOT: { eraseAt: null } } });
    if (!row) throw notInBin();
    const where = { id, communityId };
    if (verb === "restored") await tx.group.update({ where, data: { eraseAt: null } });
    else await tx.group.delete({ where });
    const action = `group.${verb}` as const;
    await audit(tx, { communityId, actorId, action, resourceType: "group", resourceId: id, summary: { name: row.name } });
    await emit(tx, action, communityId, { groupId: id });
  });
}
