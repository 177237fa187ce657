import type { Portal } from "@archipel/contracts/portals.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { forgetHosts, getPortal } from "../service.ts";

/** Puts a portal online, closes it to visitors, or opens it again. It keeps its address. */
export async function setPortalStatus(core: Core, actor: MemberActor, portalId: string, status: "live" | "archived"): Promise<Portal> {
  const { communityId, userId: actorId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    const where = { id: portalId, communityId };
    const before = await tx.portal.findFirst({ where, select: { name: true, status: true } });
    if (!before) throw new DomainError("not-found", "portal-not-found");
    if (before.status === "deleted") throw new DomainError("conflict", "portal-deleted");
    if (before.status === "preparing" && status === "archived") throw new DomainError("conflict", "portal-not-online");
    if (before.status === status) return;
    await tx.portal.update({ where, data: { status, updatedAt: new Date(), ...(status === "live" && { linkKey: null }) } });
    const action = status === "archived" ? "portal.archived" : before.status === "preparing" ? "portal.published" : "portal.reopened";
    await audit(tx, { communityId, actorId, action, resourceType: "portal", resourceId: portalId, summary: { name: before.name } });
    await emit(tx, action, communityId, { portalId });
  });
  forgetHosts(core);
  return getPortal(core, actor, portalId);
}
