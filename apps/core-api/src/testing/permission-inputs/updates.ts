import type { PermissionWorld } from "../permission-world.ts";
import { earlierRevision, newUpdate, presentRevision } from "../prepared-update.ts";
import { uploadLayerInput } from "./deliveries.ts";
import type { InputOf } from "./input.ts";

export const updates: Record<string, InputOf> = {
  "updates.prepare": async (world) => ({ ...(await uploadLayerInput(world)), layerId: world.layerId, way: "append" }),
  "updates.restore": async (world) => ({ communityId: world.communityId, layerId: world.layerId, revision: await earlierRevision(world) }),
  "updates.get": async (world) => ofUpdate(world),
  "updates.compareAgain": async (world) => ofUpdate(world),
  "updates.changes": async (world) => ({ ...(await ofUpdate(world)), operation: "insert" }),
  "updates.commit": async (world) => {
    const update = await ofUpdate(world);
    return { ...update, baseRevision: await presentRevision(world) };
  },
  "updates.discard": async (world) => ofUpdate(world),
  "updates.revisions": ({ communityId, layerId }) => ({ communityId, layerId }),
};

async function ofUpdate(world: PermissionWorld) {
  return { communityId: world.communityId, updateId: await newUpdate(world) };
}
