import { createDataset } from "@archipel/testing/factories.ts";
import type { PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const bin: Record<string, InputOf> = {
  "bin.usedBy": ({ communityId, dataset }) => ({ communityId, kind: "dataset", id: dataset.id }),
  "bin.list": inCommunity,
  "bin.restore": async (world) => ({ communityId: world.communityId, kind: "dataset", id: (await deleted(world)).id }),
  "bin.erase": async (world) => {
    const { id, title } = await deleted(world);
    return { communityId: world.communityId, kind: "dataset", id, title };
  },
};

async function deleted({ database, communityId }: PermissionWorld): Promise<{ id: string; title: string }> {
  const { id, title } = await createDataset(database, communityId, { title: "Supprimé" });
  const data = { status: "deleted", statusBefore: "draft", eraseAt: new Date(Date.now() + 60_000) };
  await database.withSystem((tx) => tx.dataset.update({ where: { id }, data }));
  return { id, title };
}
