import { randomUUID } from "node:crypto";
import { createCommunity } from "@archipel/testing/factories.ts";
import { hashOfCode } from "../../kernel/invitation-codes.ts";
import { newInvitation, newMembership } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const members: Record<string, InputOf> = {
  "members.list": inCommunity,
  "members.invite": ({ communityId }) => ({ communityId, email: `${randomUUID()}@example.org`, role: "member" }),
  "members.inviteSeveral": ({ communityId }) => ({ communityId, lines: [`${randomUUID()}@example.org`], role: "member" }),
  "members.invitations": inCommunity,
  "members.revokeInvitation": async (world) => ({
    communityId: world.communityId,
    invitationId: await newInvitation(world, `${randomUUID()}@example.org`, randomUUID()),
  }),
  "members.changeRole": async (world) => ({
    communityId: world.communityId,
    membershipId: await newMembership(world),
    role: "contributor",
  }),
  "members.setStatus": async (world) => ({
    communityId: world.communityId,
    membershipId: await newMembership(world),
    status: "suspended",
  }),
  "members.territory": async (world) => ({ communityId: world.communityId, membershipId: await newMembership(world) }),
  "members.ownTerritory": inCommunity,
  "members.setTerritory": async (world) => ({
    communityId: world.communityId,
    membershipId: await newMembership(world),
    territory: {
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [2, 46],
            [3, 46],
            [3, 47],
            [2, 46],
          ],
        ],
      },
    },
  }),
  "members.identityRule": inCommunity,
  "members.lackingIdentity": ({ communityId }) => ({ communityId, from: "manager", providers: [], domains: [] }),
  // No rule: the callers of the matrix keep their roles.
  "members.setIdentityRule": ({ communityId }) => ({ communityId, from: null, providers: [], domains: [] }),
  "members.secondFactorRule": inCommunity,
  // No rule: it would weaken the managers of the matrix.
  "members.setSecondFactorRule": ({ communityId }) => ({ communityId, from: null }),
  "members.remove": async (world) => ({ communityId: world.communityId, membershipId: await newMembership(world) }),
  "members.findLeavers": ({ communityId }) => ({ communityId, lines: [{ line: 2, email: "nobody@example.org" }] }),
  // Nobody of the community: its people keep their roles.
  "members.removeLeavers": ({ communityId }) => ({ communityId, userIds: [randomUUID()] }),
  "members.readInvitation": async (world) => {
    const code = randomUUID();
    await newInvitation(world, `${randomUUID()}@example.org`, hashOfCode(code));
    return { code };
  },
  "members.acceptInvitation": async (world, caller) => {
    const code = randomUUID();
    const id = world.users[caller];
    const user = id ? await world.database.withSystem((tx) => tx.user.findUnique({ where: { id } })) : null;
    // The stranger must stay a stranger: they accept an invitation to a community of their own.
    const { id: communityId } = await createCommunity(world.database);
    await newInvitation({ ...world, communityId }, user?.email ?? `${randomUUID()}@example.org`, hashOfCode(code));
    return { code };
  },
  "members.ownInvitations": () => undefined,
  "members.acceptOwnInvitation": async (world, caller) => {
    const id = world.users[caller];
    const user = id ? await world.database.withSystem((tx) => tx.user.findUnique({ where: { id } })) : null;
    const { id: communityId } = await createCommunity(world.database);
    const email = user?.email ?? `${randomUUID()}@example.org`;
    return { invitationId: await newInvitation({ ...world, communityId }, email, randomUUID()) };
  },
};
