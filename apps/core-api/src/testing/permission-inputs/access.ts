import { newApiKey, newCommunityKey } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

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
  "access.revokeCommunityKey": async ({ database, communityId, users }) => ({
    communityId,
    keyId: (await newCommunityKey(database, communityId, users.manager ?? "", "read")).id,
  }),
  "access.ownKey": () => undefined,
  "access.revokeKey": async (world, caller) => ({ keyId: await newApiKey(world, caller) }),
};
