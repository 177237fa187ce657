import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import {
  type listMembersInput,
  type Member,
  type MemberStatus,
  memberStatus,
  type Role,
  role as roleSchema,
} from "@archipel/contracts/members.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import type { MemberActor } from "../../kernel/actor.ts";
import { audit } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { emit } from "../../kernel/outbox.ts";
import { offsetOf, pageFrom } from "../../kernel/page.ts";
import { assertManagerLeft, assertNotOneself, assertWithin } from "./policy.ts";
import { boundToTerritory, countOtherManagers, memberRows, membershipRow } from "./queries.ts";

interface MembershipRow {
  id: string;
  userId: string;
  role: string;
  status: string;
  createdAt: Date;
  user: { name: string; email: string };
}

function memberOf({ id, userId, role, status, createdAt, user }: MembershipRow, bound: ReadonlySet<string>): Member {
  return {
    id,
    userId,
    name: user.name,
    email: user.email,
    role: roleSchema.parse(role),
    status: memberStatus.parse(status),
    hasTerritory: bound.has(id),
    createdAt,
  };
}

export function listMembers(core: Core, actor: MemberActor, input: z.infer<typeof listMembersInput>): Promise<Page<Member>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(actor, async (tx) => {
    const filter = { q: input.q?.trim() ?? "", role: input.role ?? null };
    const { rows, total } = await memberRows(tx, actor.communityId, filter, { limit: input.limit, offset });
    const bound = await boundToTerritory(
      tx,
      actor.communityId,
      rows.map(({ id }) => id),
    );
    return pageFrom(
      rows.map((row) => memberOf(row, bound)),
      total,
      offset,
    );
  });
}

export function changeRole(core: Core, actor: MemberActor, membershipId: string, role: Role): Promise<Member> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await findMember(tx, actor, membershipId);
    if (before.role === role) return before;
    if (before.role === "manager") assertManagerLeft(await countOtherManagers(tx, actor.communityId, membershipId));
    await tx.membership.update({ where: { id: membershipId, communityId: actor.communityId }, data: { role } });
    await recordChange(tx, actor, "member.role-changed", membershipId, { name: before.name, from: before.role, to: role });
    return { ...before, role };
  });
}

export function setMemberStatus(core: Core, actor: MemberActor, membershipId: string, status: MemberStatus): Promise<Member> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await findMember(tx, actor, membershipId);
    if (before.status === status) return before;
    assertWithin(actor, before.role);
    assertNotOneself(actor, before.userId);
    // The community may have suspended the person itself.
    if (actor.organisation && status !== "suspended") throw new DomainError("forbidden", "organisation-suspends-only");
    if (before.role === "manager" && status === "suspended") {
      assertManagerLeft(await countOtherManagers(tx, actor.communityId, membershipId));
    }
    await tx.membership.update({ where: { id: membershipId, communityId: actor.communityId }, data: { status } });
    await recordChange(tx, actor, status === "suspended" ? "member.suspended" : "member.reinstated", membershipId, { name: before.name });
    return { ...before, status };
  });
}

export function removeMember(core: Core, actor: MemberActor, membershipId: string): Promise<void> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await findMember(tx, actor, membershipId);
    if (before.role === "manager" && before.status === "active") {
      assertManagerLeft(await countOtherManagers(tx, actor.communityId, membershipId));
    }
    // Recorded before the deletion: a manager who leaves may no longer write here afterwards.
    await recordChange(tx, actor, "member.removed", membershipId, { name: before.name, role: before.role });
    await tx.membership.delete({ where: { id: membershipId, communityId: actor.communityId } });
  });
}

async function findMember(tx: Tx, actor: MemberActor, membershipId: string): Promise<Member> {
  const row = await membershipRow(tx, actor.communityId, membershipId);
  if (!row) throw new DomainError("not-found", "member-not-found");
  return memberOf(row, await boundToTerritory(tx, actor.communityId, [row.id]));
}

/** Records a change of a membership or an invitation: audit entry and event. */
export async function recordChange(
  tx: Tx,
  actor: MemberActor,
  action: AuditAction,
  id: string,
  summary: Record<string, string>,
): Promise<void> {
  const { communityId, userId: actorId } = actor;
  await audit(tx, { communityId, actorId, action, resourceType: "member", resourceId: id, summary });
  await emit(tx, action, communityId, { id });
}
