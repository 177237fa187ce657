import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { recordSiteChange } from "../events.ts";

type Part = "navigation" | "legal";

/** A part of a portal's site as it is stored; revision 0: nothing was saved yet. */
export async function openPart(tx: Tx, { communityId }: MemberActor, portalId: string, part: Part) {
  const portal = await tx.portal.findFirst({ where: { id: portalId, communityId }, select: { locales: true, content: true } });
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  const row = await tx.sitePart.findUnique({
    where: { portalId_part: { portalId, part }, communityId },
    select: { content: true, revision: true, updatedAt: true, updatedBy: { select: { name: true } } },
  });
  return {
    locales: portal.locales,
    settings: portal.content,
    content: row?.content ?? null,
    revision: row?.revision ?? 0,
    updatedAt: row?.updatedAt ?? null,
    updatedBy: row?.updatedBy?.name ?? null,
  };
}

interface Saved {
  part: Part;
  basedOn: number;
  content: Prisma.InputJsonObject;
}

/** Stores a part. Refused when somebody saved it since the caller read it: nothing of either is lost. */
export async function savePart(tx: Tx, actor: MemberActor, portalId: string, { part, basedOn, content }: Saved): Promise<void> {
  const { communityId, userId } = actor;
  const before = await openPart(tx, actor, portalId, part);
  const changed = () => new DomainError("conflict", "site-part-changed", { revision: before.revision, by: before.updatedBy ?? "" });
  if (before.revision !== basedOn) throw changed();
  const data = { content, updatedById: userId, updatedAt: new Date() };
  if (basedOn === 0) {
    await tx.sitePart.create({ data: { ...data, portalId, part, communityId } }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? changed() : error;
    });
  } else {
    const where = { portalId, part, communityId, revision: basedOn };
    const { count } = await tx.sitePart.updateMany({ where, data: { ...data, revision: { increment: 1 } } });
    if (count === 0) throw changed();
  }
  await recordSiteChange(tx, actor, { action: `site.${part}-changed`, portalId, resourceType: "portal", resourceId: portalId });
}
