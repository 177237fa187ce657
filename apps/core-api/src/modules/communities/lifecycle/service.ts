import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { ClosedCommunity, CommunityLife, Frozen } from "@archipel/contracts/communities.ts";
import { communityStatus } from "@archipel/contracts/communities.ts";
import { portalStatus } from "@archipel/contracts/portal-status.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor, Person } from "../../../kernel/actor.ts";
import { portalHost, portalOrigin } from "../../../kernel/addresses.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { provePassword } from "../../identity/service/prove-password.ts";
import { forgetHosts } from "../../portals/service.ts";
import { type CommunityMailKind, sendCommunityMail } from "../mails/send.ts";
import { closedCommunities, communityWithPortals, countsOf, lockCommunity, managersOf, namesOfPeople } from "./queries.ts";

/** Days between the deletion and the erasure, in which a manager or an operator restores everything. */
const GRACE_DAYS = 30;
const DAY = 86_400_000;
/** The states of a portal that is not deleted. */
const KEPT = ["preparing", "live", "archived"];

// A closed community is visible to nobody by row-level security. The gate has proved that the caller manages it, and these verbs act as
// the platform.

/** The state of the community and of its portals, and what a deletion would erase. */
export function lifeOf(core: Core, { communityId }: { communityId: string }): Promise<CommunityLife> {
  return core.database.withSystem(async (tx) => {
    const row = await communityWithPortals(tx, communityId);
    if (!row) throw new DomainError("not-found", "community-not-found");
    const names = await namesOfPeople(
      tx,
      [row, ...row.portals].flatMap(({ frozenById }) => frozenById ?? []),
    );
    const frozenOf = (one: { frozenAt: Date | null; frozenById: string | null; frozenReason: string }): Frozen | null =>
      one.frozenAt && { since: one.frozenAt, by: names.get(one.frozenById ?? "") ?? null, reason: one.frozenReason };
    const { layers, reports } = await countsOf(tx, communityId);
    return {
      id: row.id,
      name: row.name,
      slug: row.slug,
      status: communityStatus.parse(row.status),
      frozen: frozenOf(row),
      eraseAt: row.eraseAt,
      graceDays: GRACE_DAYS,
      portals: row.portals.map((portal) => ({
        id: portal.id,
        name: portal.name,
        slug: portal.slug,
        address: portalOrigin(core.env, portal.hosts[0]?.host ?? portalHost(core.env, portal.slug)),
        status: portalStatus.parse(portal.status),
        frozen: frozenOf(portal),
        eraseAt: portal.eraseAt,
      })),
      counts: { members: row._count.memberships, datasets: row._count.datasets, maps: row._count.maps, layers, reports },
    };
  });
}

/** The closed communities that the caller manages: no list of theirs shows them any more. */
export async function closedCommunitiesOf(core: Core, { userId }: Person): Promise<ClosedCommunity[]> {
  const rows = await core.database.withSystem((tx) => closedCommunities(tx, userId));
  return rows.map(({ status, ...row }) => ({ ...row, status: status === "deleted" ? "deleted" : "archived" }));
}

/** Makes a community, or one portal of it, read-only. */
export async function freeze(core: Core, actor: MemberActor, { portalId, reason }: { portalId?: string | undefined; reason: string }) {
  await change(core, actor, portalId, ["active", "archived"], KEPT, {
    data: { frozenAt: new Date(), frozenById: actor.userId, frozenReason: reason },
    verb: "frozen",
    summary: { reason },
  });
  return lifeOf(core, actor);
}

/** Opens it for writes again. */
export async function unfreeze(core: Core, actor: MemberActor, portalId: string | undefined) {
  await change(core, actor, portalId, ["active", "archived"], KEPT, {
    data: { frozenAt: null, frozenById: null, frozenReason: "" },
    verb: "unfrozen",
  });
  return lifeOf(core, actor);
}

/** Closes all portals of a community; only its managers still reach it. */
export async function archiveCommunity(core: Core, actor: MemberActor) {
  await change(core, actor, undefined, ["active"], [], { data: { status: "archived" }, verb: "archived" });
  return lifeOf(core, actor);
}

export async function reopenCommunity(core: Core, actor: MemberActor) {
  await change(core, actor, undefined, ["archived"], [], { data: { status: "active" }, verb: "reopened" });
  return lifeOf(core, actor);
}

/** Closes a community and has it erased after the grace. The person types its name and their password. */
export async function deleteCommunity(
  core: Core,
  actor: MemberActor,
  given: { name: string; password: string; network: string },
): Promise<CommunityLife> {
  const { name, slug } = await lifeOf(core, actor);
  if (![name, slug].includes(given.name.trim())) throw new DomainError("invalid", "name-differs", { name }, "name");
  await provePassword(core, actor.userId, { password: given.password, network: given.network, field: "password" });
  const eraseAt = new Date(Date.now() + GRACE_DAYS * DAY);
  await change(core, actor, undefined, ["active", "archived"], [], {
    data: ({ status }) => ({ status: "deleted", statusBefore: status, eraseAt, eraseMails: 0 }),
    verb: "deleted",
    summary: { until: eraseAt.toISOString() },
  });
  await mailManagers(core, actor.communityId, "deleted", eraseAt);
  return lifeOf(core, actor);
}

export async function deletePortal(core: Core, actor: MemberActor, { portalId, name }: { portalId: string; name: string }) {
  const portal = (await lifeOf(core, actor)).portals.find(({ id }) => id === portalId);
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  if (![portal.name, portal.slug].includes(name.trim())) throw new DomainError("invalid", "name-differs", { name: portal.name }, "name");
  const eraseAt = new Date(Date.now() + GRACE_DAYS * DAY);
  await change(core, actor, portalId, ["active", "archived"], KEPT, {
    data: ({ status }) => ({ status: "deleted", statusBefore: status, eraseAt, eraseMails: 0 }),
    verb: "deleted",
    summary: { until: eraseAt.toISOString() },
  });
  await mailManagers(core, actor.communityId, "portalDeleted", eraseAt, portal.name);
  return lifeOf(core, actor);
}

/** Takes a deletion back, as long as nothing is erased: everything is as it was. */
export async function restoreCommunity(core: Core, actor: Person, communityId: string): Promise<CommunityLife> {
  await change(core, { userId: actor.userId, communityId }, undefined, ["deleted"], [], {
    data: restored,
    verb: "restored",
  });
  await mailManagers(core, communityId, "restored", null);
  return lifeOf(core, { communityId });
}

/** Takes the deletion of a portal back: one that visitors did not see stays hidden. */
export async function restorePortal(core: Core, actor: MemberActor, portalId: string): Promise<CommunityLife> {
  await change(core, actor, portalId, ["active", "archived"], ["deleted"], {
    data: restored,
    verb: "restored",
  });
  return lifeOf(core, actor);
}

/** What was deleted before its state was kept comes back closed, because nobody knows whether visitors saw it. */
const restored = ({ statusBefore }: Before): ChangedData => ({
  status: statusBefore ?? "archived",
  statusBefore: null,
  eraseAt: null,
  eraseMails: 0,
});

interface Before {
  status: string;
  statusBefore: string | null;
}

type ChangedData = Partial<{
  status: string;
  statusBefore: string | null;
  frozenAt: Date | null;
  frozenById: string | null;
  frozenReason: string;
  eraseAt: Date | null;
  eraseMails: number;
}>;

interface Changed {
  data: ChangedData | ((before: Before) => ChangedData);
  verb: "frozen" | "unfrozen" | "archived" | "reopened" | "deleted" | "restored";
  summary?: Record<string, string>;
}

interface Changer {
  userId: string;
  communityId: string;
}

/** Changes the state of a community, or of one portal, if it is in one of these states. */
async function change(
  core: Core,
  actor: Changer,
  portalId: string | undefined,
  ofCommunity: string[],
  ofPortal: string[],
  { data, verb, summary = {} }: Changed,
): Promise<void> {
  const { communityId } = actor;
  const dataFor = (before: Before) => (typeof data === "function" ? data(before) : data);
  await core.database.withSystem(async (tx) => {
    const community = await lockCommunity(tx, communityId);
    if (!community) throw new DomainError("not-found", "community-not-found");
    if (!ofCommunity.includes(community.status)) throw new DomainError("conflict", "life-not-now", { status: community.status });
    // The erasure has begun.
    if (verb === "restored" && portalId === undefined && (community.eraseAt === null || community.eraseAt <= new Date())) {
      throw new DomainError("conflict", "community-erased");
    }
    if (portalId === undefined) {
      await tx.community.update({ where: { id: communityId }, data: dataFor(community) });
      await record(tx, actor, { action: `community.${verb}`, resourceType: "community", id: communityId, name: community.name, summary });
      return;
    }
    const portal = await tx.portal.findFirst({
      where: { id: portalId, communityId },
      select: { name: true, status: true, statusBefore: true },
    });
    if (!portal) throw new DomainError("not-found", "portal-not-found");
    if (!ofPortal.includes(portal.status)) throw new DomainError("conflict", "life-not-now", { status: portal.status });
    await tx.portal.update({ where: { id: portalId, communityId }, data: { ...dataFor(portal), updatedAt: new Date() } });
    await record(tx, actor, { action: `portal.${verb}`, resourceType: "portal", id: portalId, name: portal.name, summary });
  });
  forgetHosts(core);
}

async function record(
  tx: Tx,
  { communityId, userId }: Changer,
  {
    action,
    resourceType,
    id,
    name,
    summary,
  }: { action: AuditAction; resourceType: string; id: string; name: string; summary: Record<string, string> },
): Promise<void> {
  await audit(tx, { communityId, actorId: userId, action, resourceType, resourceId: id, summary: { name, ...summary } });
  await emit(tx, action, communityId, { communityId, ...(resourceType === "portal" && { portalId: id }) });
}

/** Tells all managers; a mail that is lost changes nothing, because the console shows the same. */
export async function mailManagers(
  core: Core,
  communityId: string,
  kind: CommunityMailKind,
  date: Date | null,
  portal?: string,
): Promise<void> {
  const { people, community } = await core.database.withSystem(async (tx) => ({
    people: await managersOf(tx, communityId),
    community: await tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { name: true, slug: true } }),
  }));
  for (const person of people) await sendCommunityMail(core, { kind, person, community, date, ...(portal !== undefined && { portal }) });
}
