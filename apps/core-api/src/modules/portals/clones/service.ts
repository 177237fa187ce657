import type { clonePortalInput, Portal } from "@archipel/contracts/portals.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { portalHost } from "../../../kernel/addresses.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { readSite, writeSite } from "../../site/copying/copy-site.ts";
import { checkAddress, forgetHosts, getPortal } from "../service.ts";

/**
 * Opens a portal after another one of the same community: settings, theme, logo, pages with pictures, menus, packs of rules, and the list of
 * datasets, which are not copied. Visits, reports, saved maps, domains and legal pages are those of one site, and stay with it.
 */
export async function clonePortal(core: Core, actor: MemberActor, input: z.infer<typeof clonePortalInput>): Promise<Portal> {
  const { portalId: from, name, slug } = input;
  const { communityId, userId } = actor;
  const answer = await checkAddress(core, actor, slug);
  const taken = (reason: string) => new DomainError("conflict", `address-${reason}`, { address: answer.address }, "slug");
  if (!answer.isFree) throw taken(answer.reason ?? "taken");
  try {
    const id = await core.database.withTenant(actor, async (tx) => {
      const source = await tx.portal.findFirst({ where: { id: from, communityId, status: { not: "deleted" } } });
      if (!source) throw new DomainError("not-found", "portal-not-found");
      const { tagline, theme, view, content, embedding } = source as Record<string, Prisma.InputJsonValue>;
      const {
        baseTheme,
        logoKey,
        darkLogoKey,
        iconKey,
        shareKey,
        locales,
        showPoweredBy,
        reporting,
        reportReview,
        countsVisits,
        isViewChosen,
      } = source;
      const json = { tagline, theme, view, content, embedding } as Record<
        "tagline" | "theme" | "view" | "content" | "embedding",
        Prisma.InputJsonValue
      >;
      const settings = {
        ...json,
        baseTheme,
        logoKey,
        darkLogoKey,
        iconKey,
        shareKey,
        locales,
        showPoweredBy,
        reporting,
        reportReview,
        countsVisits,
        isViewChosen,
        status: "preparing",
        hasStartList: true,
      };
      const { id } = await tx.portal.create({ data: { ...settings, communityId, slug, name }, select: { id: true } });
      await tx.portalHost.create({ data: { host: portalHost(core.env, slug), portalId: id, communityId, isPrimary: true } });
      const listed = await tx.portalDataset.findMany({ where: { portalId: from, communityId } });
      // A dataset that its owner no longer shares cannot be listed again.
      const own = await tx.dataset.findMany({
        where: {
          id: { in: listed.map(({ datasetId }) => datasetId) },
          OR: [{ communityId }, { isShared: true, visibility: "public", status: "published" }],
        },
        select: { id: true },
      });
      const kept = listed.filter(({ datasetId }) => own.some((dataset) => dataset.id === datasetId));
      await tx.portalDataset.createMany({ data: kept.map((listing) => ({ ...listing, portalId: id })) });
      const answers = await tx.portalAnswers.findUnique({ where: { portalId: from } });
      if (answers) await tx.portalAnswers.create({ data: { portalId: id, communityId, packs: answers.packs } });
      const pages = await writeSite(tx, actor, await readSite(tx, communityId, from), { from, to: id });
      const change = { communityId, actorId: userId, resourceType: "portal", resourceId: id };
      await audit(tx, { ...change, action: "portal.cloned", summary: { name, from: source.name, address: answer.address, pages } });
      await emit(tx, "portal.cloned", communityId, { portalId: id });
      return id;
    });
    forgetHosts(core);
    return getPortal(core, actor, id);
  } catch (error) {
    throw isUniqueViolation(error) ? taken("taken") : error;
  }
}
