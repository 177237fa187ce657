import type { Role } from "@archipel/contracts/members.ts";
import type { Admission, MemberRequest } from "@archipel/contracts/requests.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { namesOf } from "../../../../kernel/names.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { closeNotices } from "../../../notifications/service/close-notices.ts";
import { assertNotOneself, assertWithin } from "../../policy.ts";
import { publicDomains, suffices } from "../policy.ts";
import { lockOpen, membershipOf, peopleOfRequests, requestRows, rolesOf } from "../queries.ts";
import { ownRequestOf, requestableRoleOf, roleOf } from "./read.ts";

/** The requests of a community: open ones, the oldest first, or the latest decided ones. */
export async function listRequests(core: Core, actor: MemberActor, isDecided: boolean): Promise<MemberRequest[]> {
  const { communityId } = actor;
  const { rows, held, names } = await core.database.withTenant(actor, async (tx) => {
    const found = await requestRows(tx, communityId, isDecided);
    return {
      rows: found,
      held: await rolesOf(
        tx,
        communityId,
        found.map(({ userId }) => userId),
      ),
      names: await namesOf(
        tx,
        found.flatMap(({ decidedById }) => decidedById ?? []),
      ),
    };
  });
  const people = await core.database.withSystem((tx) =>
    peopleOfRequests(
      tx,
      rows.map(({ userId }) => userId),
    ),
  );
  return rows.flatMap((row) => {
    const person = people.get(row.userId);
    if (!person) return [];
    const { communityName: _, ...request } = ownRequestOf({ ...row, community: { name: "" } });
    const role = held.get(row.userId);
    return {
      ...request,
      personName: person.name,
      email: person.email,
      currentRole: role === undefined ? null : roleOf(role),
      decidedByName: row.decidedById === null ? null : (names.get(row.decidedById) ?? null),
    };
  });
}

interface Decision {
  requestId: string;
  answer: string;
}

/** Gives the person a role: the wanted one, or another. A role that the person holds already is never lowered. */
export async function acceptRequest(core: Core, actor: MemberActor, { requestId, role, answer }: Decision & { role: Role }): Promise<void> {
  const { communityId, userId: actorId } = actor;
  assertWithin(actor, role);
  await core.database.withSystem(async (tx) => {
    const row = await openRequest(tx, actor, requestId);
    assertNotOneself(actor, row.userId);
    if (row.user.status !== "active") throw new DomainError("conflict", "request-person-gone");
    const before = await membershipOf(tx, communityId, row.userId);
    const isHeld = before !== null && suffices(roleOf(before.role), role);
    const granted = isHeld ? roleOf(before.role) : role;
    const membership = await tx.membership.upsert({
      where: { communityId_userId: { communityId, userId: row.userId } },
      create: { communityId, userId: row.userId, role: granted },
      update: { role: granted },
    });
    await tx.memberRequest.update({
      where: { id: requestId },
      data: { status: "accepted", grantedRole: granted, ...decided(actorId, answer) },
    });
    await closeNotices(tx, "request", requestId);
    const change = { communityId, actorId, resourceType: "member", resourceId: membership.id, ...byOrganisation(actor) };
    await audit(tx, { ...change, action: "member.request-accepted", summary: { name: row.user.name, role: granted } });
    await emit(tx, "request.accepted", communityId, { requestId, actorId });
  });
}

/** Declines with a reason that the person reads. */
export async function declineRequest(core: Core, actor: MemberActor, { requestId, answer }: Decision): Promise<void> {
  const { communityId, userId: actorId } = actor;
  await core.database.withSystem(async (tx) => {
    const row = await openRequest(tx, actor, requestId);
    await tx.memberRequest.update({ where: { id: requestId }, data: { status: "declined", ...decided(actorId, answer) } });
    await closeNotices(tx, "request", requestId);
    const change = { communityId, actorId, resourceType: "member", resourceId: requestId, ...byOrganisation(actor) };
    await audit(tx, { ...change, action: "member.request-declined", summary: { name: row.user.name } });
    await emit(tx, "request.declined", communityId, { requestId, actorId });
  });
}

/** In the system scope: the manager, proven by the gate, does not see the account of a person who is not a member. */
async function openRequest(tx: Parameters<typeof audit>[0], { communityId }: MemberActor, requestId: string) {
  const row = await lockOpen(tx, communityId, requestId);
  if (!row) throw new DomainError("conflict", "request-decided");
  return row;
}

const byOrganisation = ({ organisation }: MemberActor) => (organisation ? { organisationId: organisation.id } : {});
const decided = (decidedById: string, answer: string) => ({ answer, decidedById, decidedAt: new Date() });

export function readAdmission(core: Core, actor: MemberActor): Promise<Admission> {
  return core.database.withTenant(actor, async (tx) => {
    const row = await tx.community.findUniqueOrThrow({ where: { id: actor.communityId } });
    return { isOpen: row.acceptsRequests, trustedDomains: row.trustedDomains, trustedRole: requestableRoleOf(row.trustedRole) };
  });
}

/** @throws DomainError for a domain that gives an address to anyone */
export async function setAdmission(core: Core, actor: MemberActor, given: Admission): Promise<Admission> {
  const { communityId, userId: actorId } = actor;
  const trustedDomains = [...new Set(given.trustedDomains)].sort();
  const [domain] = publicDomains(trustedDomains);
  if (domain !== undefined) throw new DomainError("invalid", "domain-public", { domain }, "trustedDomains");
  return core.database.withTenant(actor, async (tx) => {
    const { isOpen, trustedRole } = given;
    const row = await tx.community.update({
      where: { id: communityId },
      data: { acceptsRequests: isOpen, trustedDomains, trustedRole },
    });
    const summary = { name: row.name, isOpen: String(isOpen), domains: trustedDomains.join(", "), role: trustedRole };
    await audit(tx, { communityId, actorId, action: "member.admission-changed", resourceType: "member", resourceId: communityId, summary });
    await emit(tx, "community.updated", communityId, { communityId });
    return { isOpen, trustedDomains, trustedRole };
  });
}
