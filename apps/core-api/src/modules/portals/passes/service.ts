import { randomUUID } from "node:crypto";
import type { PortalPasses } from "@archipel/contracts/portals.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { portalHost, portalOrigin } from "../../../kernel/addresses.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { derivedKey } from "../../../kernel/sealed.ts";
import { isGenuine, isPass, type Pass, passText, readPass, untilHourAt } from "./policy.ts";

export { isPass };

/** Portals that are not online and that a pass opens. A deleted one opens to nobody. */
const OPENED = ["preparing", "archived"];

const keyOf = (core: Core) => derivedKey(core, "portal-pass");

/** The portal that a pass opens; null: it opens none. The private link opens a portal only until it goes online. */
export async function openPass(core: Core, text: string): Promise<string | null> {
  const pass = readPass(text);
  if (pass === null) return null;
  const portal = await core.database.withSystem((tx) =>
    tx.portal.findFirst({
      where: { id: pass.portalId, status: { in: pass.untilHour === null ? ["preparing"] : OPENED }, community: { status: "active" } },
      select: { linkKey: true },
    }),
  );
  return portal && isGenuine(keyOf(core), text, { pass, linkKey: portal.linkKey, now: new Date() }) ? pass.portalId : null;
}

/** How managers reach a portal that is not online: by a pass of their own for some hours, and by the private link that they share. */
export async function passesOf(core: Core, actor: MemberActor, portalId: string): Promise<PortalPasses> {
  const portal = await core.database.withTenant(actor, (tx) =>
    tx.portal.findFirst({
      where: { id: portalId, communityId: actor.communityId },
      select: {
        status: true,
        slug: true,
        linkKey: true,
        hosts: { select: { host: true }, orderBy: [{ isPrimary: "desc" }, { host: "asc" }], take: 1 },
      },
    }),
  );
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  const [key, linkKey] = [keyOf(core), portal.linkKey];
  const origin = portalOrigin(core.env, portal.hosts[0]?.host ?? portalHost(core.env, portal.slug));
  const addressOf = (pass: Pass) => `${origin}/private/${passText(key, pass, linkKey)}`;
  return {
    own: OPENED.includes(portal.status) ? addressOf({ portalId, untilHour: untilHourAt(new Date()) }) : null,
    link: portal.status === "preparing" && linkKey !== null ? addressOf({ portalId, untilHour: null }) : null,
  };
}

/** Makes the private link, another one, or none: those of before open nothing any more. */
export async function changeLink(
  core: Core,
  actor: MemberActor,
  { portalId, isWanted }: { portalId: string; isWanted: boolean },
): Promise<PortalPasses> {
  const { communityId, userId: actorId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    const portal = await tx.portal.findFirst({ where: { id: portalId, communityId }, select: { name: true, status: true } });
    if (!portal) throw new DomainError("not-found", "portal-not-found");
    if (portal.status !== "preparing") throw new DomainError("conflict", "portal-not-preparing");
    await tx.portal.update({
      where: { id: portalId, communityId },
      data: { linkKey: isWanted ? randomUUID() : null, updatedAt: new Date() },
    });
    const action = isWanted ? "portal.link-created" : "portal.link-revoked";
    await audit(tx, { communityId, actorId, action, resourceType: "portal", resourceId: portalId, summary: { name: portal.name } });
    await emit(tx, action, communityId, { portalId });
  });
  return passesOf(core, actor, portalId);
}
