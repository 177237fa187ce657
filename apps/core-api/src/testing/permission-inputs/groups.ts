import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createUser } from "@archipel/testing/factories.ts";
import { hashOfCode } from "../../kernel/invitation-codes.ts";
import type { PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

type World = Pick<PermissionWorld, "database" | "communityId">;

async function newGroup({ database, communityId }: World): Promise<{ communityId: string; groupId: string }> {
  const { id: groupId } = await database.withSystem((tx) => tx.group.create({ data: { communityId, name: randomUUID() } }));
  return { communityId, groupId };
}

async function withMember(world: World, personId?: string): Promise<{ communityId: string; groupId: string; userId: string }> {
  const group = await newGroup(world);
  const userId = personId ?? (await createUser(world.database)).id;
  await world.database.withSystem((tx) => tx.groupMember.create({ data: { ...group, userId } }));
  return { ...group, userId };
}

async function invited(world: World, email = `${randomUUID()}@example.org`) {
  const group = await newGroup(world);
  const code = randomUUID();
  const data = { ...group, email, codeHash: hashOfCode(code), invitedById: randomUUID(), expiresAt: new Date(Date.now() + 60_000) };
  const { id: invitationId } = await world.database.withSystem((tx) => tx.groupInvitation.create({ data }));
  return { ...group, invitationId, code };
}

async function addressOf(database: Database, id: string | null): Promise<string | undefined> {
  return id === null ? undefined : (await database.withSystem((tx) => tx.user.findUnique({ where: { id } })))?.email;
}

export const groups: Record<string, InputOf> = {
  "groups.list": inCommunity,
  "groups.people": newGroup,
  "groups.make": ({ communityId }) => ({ communityId, name: randomUUID() }),
  "groups.change": async (world) => ({ ...(await newGroup(world)), name: randomUUID() }),
  "groups.empty": newGroup,
  "groups.delete": newGroup,
  "groups.invite": async (world) => ({ ...(await newGroup(world)), email: `${randomUUID()}@example.org` }),
  "groups.revokeInvitation": invited,
  "groups.removePerson": (world) => withMember(world),
  "groups.readInvitation": async (world) => ({ code: (await invited(world)).code }),
  // Of a community of its own: a group gives the stranger no role, and the matrix no doubt.
  "groups.join": async ({ database, users }, caller) => {
    const { id: communityId } = await createCommunity(database);
    return { code: (await invited({ database, communityId }, await addressOf(database, users[caller]))).code };
  },
  "groups.mine": () => undefined,
  "groups.leave": async (world, caller) => ({ groupId: (await withMember(world, world.users[caller] ?? undefined)).groupId }),
};
