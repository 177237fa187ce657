import { createUser } from "@archipel/testing/factories.ts";
import type { PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

/** A request of a person; by default a stranger's to the community. */
async function newRequest(world: Pick<PermissionWorld, "database" | "communityId">, personId?: string): Promise<string> {
  const userId = personId ?? (await createUser(world.database)).id;
  const data = { communityId: world.communityId, userId, wantedRole: "member", reason: "Je travaille ici." };
  return world.database.withSystem(async (tx) => {
    // One open request per person and community.
    await tx.memberRequest.deleteMany({ where: { communityId: world.communityId, userId } });
    return (await tx.memberRequest.create({ data })).id;
  });
}

export const requests: Record<string, InputOf> = {
  "requests.standing": ({ portal }) => ({ portalId: portal.id }),
  "requests.send": ({ portal }) => ({ portalId: portal.id, wantedRole: "contributor", reason: "Je travaille ici." }),
  "requests.own": () => undefined,
  "requests.withdraw": async (world, caller) => ({ requestId: await newRequest(world, world.users[caller] ?? undefined) }),
  "requests.list": inCommunity,
  "requests.accept": async (world) => ({ communityId: world.communityId, requestId: await newRequest(world), role: "member" }),
  "requests.decline": async (world) => ({ communityId: world.communityId, requestId: await newRequest(world), answer: "Non." }),
  "requests.admission": inCommunity,
  "requests.setAdmission": ({ communityId }) => ({ communityId, isOpen: true, trustedDomains: [], trustedRole: "member" }),
};
