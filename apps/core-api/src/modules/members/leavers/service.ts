import { randomUUID } from "node:crypto";
import type { FoundLeavers, Leaver } from "@archipel/contracts/member-leavers.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { assertManagerLeft } from "../policy.ts";
import { endMemberships, leaveGroups, managersBeside, peopleHere, revokeKeysOf } from "./queries.ts";

interface Line {
  line: number;
  email: string;
}

/** Who would leave by the lines of a file, and with which groups and keys. Nothing changes. */
export async function findLeavers(core: Core, actor: MemberActor, lines: readonly Line[]): Promise<FoundLeavers> {
  // The first line of an address counts.
  const lineOf = new Map([...lines].reverse().map(({ line, email }) => [email, line]));
  const people = await core.database.withSystem((tx) => peopleHere(tx, actor.communityId, { emails: [...lineOf.keys()] }));
  const known = new Set(people.map(({ email }) => email));
  const found = people.map(({ role, ...person }): Leaver => {
    return { ...person, line: lineOf.get(person.email) ?? 0, role: role === null ? null : roleSchema.parse(role) };
  });
  return {
    leavers: found.filter(({ userId }) => userId !== actor.userId),
    unknown: lines.filter(({ email }) => !known.has(email)).map(({ line }) => line),
    own: found.find(({ userId }) => userId === actor.userId)?.line ?? null,
  };
}

/**
 * Takes people out of the community: their role ends, they leave its groups, and the community's keys that they made are revoked, because they
 * know the secrets. Each gets a notice, and its mail, by the outbox. People who left meanwhile are passed over.
 *
 * @throws DomainError `leaver-is-oneself`, or `last-manager`: then nobody leaves
 */
export async function removeLeavers(core: Core, actor: MemberActor, userIds: readonly string[]): Promise<{ removed: number }> {
  const { communityId, userId: actorId } = actor;
  if (userIds.includes(actorId)) throw new DomainError("conflict", "leaver-is-oneself");
  const people = await core.database.withSystem((tx) => peopleHere(tx, communityId, { userIds }));
  const ids = people.map(({ userId }) => userId);
  if (ids.length === 0) return { removed: 0 };
  await core.database.withTenant(actor, async (tx) => {
    assertManagerLeft(await managersBeside(tx, communityId, ids));
    await leaveGroups(tx, communityId, ids);
    await revokeKeysOf(tx, communityId, ids);
    await endMemberships(tx, communityId, ids);
    for (const { userId, name, role, groups, keys } of people) {
      const summary = { name, role: role ?? "", groups: groups.join(", "), keys: keys.join(", ") };
      await audit(tx, { communityId, actorId, action: "member.left-by-file", resourceType: "member", resourceId: userId, summary });
      await emit(tx, "member.left-by-file", communityId, { leaving: randomUUID(), userId, actorId });
    }
    await emit(tx, "member.removed", communityId, { id: communityId });
  });
  return { removed: ids.length };
}
