import {
  type Community,
  type CommunitySummary,
  communityStatus,
  type createCommunityInput,
  type setCommunityStatusInput,
  type updateCommunityInput,
} from "@archipel/contracts/communities.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { z } from "zod";
import { type MemberActor, type Person, scopeOf } from "../../kernel/actor.ts";
import { audit } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { emit } from "../../kernel/outbox.ts";
import { inviteFirstManager } from "../members/invitations/service/invite.ts";
import { forgetHosts } from "../portals/service.ts";
import { communityCounts, communityRow } from "./queries.ts";

type Row = Omit<Community, "status" | "frozen"> & { status: string; frozenAt: Date | null; frozenReason: string };

function communityOf(row: Row): Community {
  const { id, slug, name, description, plan, createdAt } = row;
  const frozen = row.frozenAt && { since: row.frozenAt, reason: row.frozenReason };
  return { id, slug, name, description, plan, createdAt, frozen, status: communityStatus.parse(row.status) };
}

/** Creates a community and invites its first manager. The operator does not become a member. */
export async function createCommunity(core: Core, actor: Person, input: z.infer<typeof createCommunityInput>): Promise<Community> {
  const { managerEmail, ...values } = input;
  try {
    const { community, sendInvitation } = await core.database.withTenant(scopeOf(actor), async (tx) => {
      const community = await tx.community.create({ data: values });
      const sendInvitation = await inviteFirstManager(core, tx, actor, community, managerEmail);
      const change = { communityId: community.id, actorId: actor.userId, resourceType: "community", resourceId: community.id };
      await audit(tx, { ...change, action: "community.created", summary: { name: community.name } });
      await emit(tx, "community.created", community.id, { communityId: community.id });
      return { community, sendInvitation };
    });
    await sendInvitation();
    return communityOf(community);
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "community-slug-taken", { slug: values.slug }, "slug");
    throw error;
  }
}

/** The rows of all communities with their counts, for operators. */
export function communityCountsOf(core: Core) {
  return core.database.withSystem((tx) => communityCounts(tx));
}

export function listCommunities(core: Core): Promise<CommunitySummary[]> {
  return core.database.withSystem(async (tx) =>
    (await communityCounts(tx)).map(({ memberCount, portalCount, datasetCount, ...row }) => ({
      ...communityOf(row),
      memberCount,
      portalCount,
      datasetCount,
    })),
  );
}

/** Suspends a community (its portals close, its members lose their rights) or reactivates it, with the reason. Nothing is deleted. */
export async function setCommunityStatus(core: Core, actor: Person, given: z.infer<typeof setCommunityStatusInput>): Promise<Community> {
  const { id, status, reason } = given;
  const community = await core.database.withTenant(scopeOf(actor), async (tx) => {
    const before = await tx.community.findUnique({ where: { id } });
    if (!before) throw new DomainError("not-found", "community-not-found");
    if (before.status === status) return before;
    if (before.status !== "active" && before.status !== "suspended")
      throw new DomainError("conflict", "life-not-now", { status: before.status });
    const action = status === "active" ? "community.reopened" : "community.suspended";
    const after = await tx.community.update({ where: { id }, data: { status, statusReason: status === "suspended" ? reason : "" } });
    const change = { communityId: id, actorId: actor.userId, resourceType: "community", resourceId: id };
    await audit(tx, { ...change, action, summary: { name: before.name, ...(reason && { reason }) } });
    await emit(tx, action, id, { communityId: id });
    return after;
  });
  forgetHosts(core);
  return communityOf(community);
}

export function getCommunity(core: Core, actor: MemberActor): Promise<Community> {
  return core.database.withTenant(actor, async (tx) => {
    const row = await communityRow(tx, actor.communityId);
    if (!row) throw new DomainError("not-found", "community-not-found");
    return communityOf(row);
  });
}

export async function updateCommunity(core: Core, actor: MemberActor, input: z.infer<typeof updateCommunityInput>): Promise<Community> {
  const { communityId, userId: actorId } = actor;
  const community = await core.database.withTenant(actor, async (tx) => {
    const data = {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.description === undefined ? {} : { description: input.description }),
    };
    const row = await tx.community.update({ where: { id: communityId }, data });
    const summary = { name: row.name, fields: Object.keys(data).join(", ") };
    await audit(tx, { communityId, actorId, action: "community.updated", resourceType: "community", resourceId: communityId, summary });
    await emit(tx, "community.updated", communityId, { communityId });
    return row;
  });
  // The cached portals contain their community's name.
  forgetHosts(core);
  return communityOf(community);
}
