import { REDIRECTS_MAX } from "@archipel/contracts/site-navigation.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";

interface MovedPage {
  portalId: string;
  pageId: string;
  oldSlug: string;
  newSlug: string;
}

/** Lets the old address of a page lead to it. At the limit, the oldest address that was kept in this way is forgotten. */
export async function keepOldPath(tx: Tx, { communityId }: MemberActor, { portalId, pageId, oldSlug, newSlug }: MovedPage): Promise<void> {
  await tx.siteRedirect.deleteMany({ where: { portalId, communityId, path: `/${newSlug}` } });
  const count = await tx.siteRedirect.count({ where: { portalId, communityId } });
  if (count >= REDIRECTS_MAX) {
    const oldest = await tx.siteRedirect.findFirst({
      where: { portalId, communityId, madeBy: "slug" },
      orderBy: { createdAt: "asc" },
      select: { id: true },
    });
    // Only typed ones: they are people's own, so the old address is given up.
    if (!oldest) return;
    await tx.siteRedirect.delete({ where: { id: oldest.id, communityId } });
  }
  const path = `/${oldSlug}`;
  const link = { to: "page", id: pageId };
  await tx.siteRedirect.upsert({
    where: { portalId_path: { portalId, path } },
    create: { communityId, portalId, path, link, madeBy: "slug" },
    update: { link, madeBy: "slug" },
  });
}
