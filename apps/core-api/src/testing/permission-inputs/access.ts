import { newApiKey, newCommunityKey, type PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

/** A key of the community that its manager made. */
async function ofOwnKey({ database, communityId, users }: PermissionWorld) {
  return { communityId, keyId: (await newCommunityKey(database, communityId, users.manager ?? "", "read")).id };
}

export const access: Record<string, InputOf> = {
  "access.keys": () => undefined,
  "access.createKey": () => ({ name: "QGIS", scope: "read", days: 30 }),
  "access.communityKeys": inCommunity,
  "access.createCommunityKey": async (world) => {
    // The matrix creates several, and a community may only have a few.
    const { communityId } = world;
    await world.database.withSystem((tx) => tx.communityKey.deleteMany({ where: { communityId, name: "Passage" } }));
    return { communityId, name: "Passage", scope: "produce", days: null };
  },
  "access.revokeCommunityKey": ofOwnKey,
  "access.rotateKey": async (world, caller) => ({ keyId: await newApiKey(world, caller), overlapDays: 7 }),
  "access.endPreviousSecret": async (world, caller) => ({ keyId: await newApiKey(world, caller) }),
  "access.keyUses": async (world, caller) => ({ keyId: await newApiKey(world, caller) }),
  "access.keyDatasets": ({ communityId }) => ({ communityId, text: "" }),
  "access.rotateCommunityKey": async (world) => ({ ...(await ofOwnKey(world)), overlapDays: 7 }),
  "access.endPreviousCommunitySecret": ofOwnKey,
  "access.communityKeyUses": ofOwnKey,
  "access.ownKey": () => undefined,
  "access.revokeKey": async (world, caller) => ({ keyId: await newApiKey(world, caller) }),
};
