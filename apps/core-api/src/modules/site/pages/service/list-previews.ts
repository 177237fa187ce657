import type { PreviewLink } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";

/** The links of a page that are not over. */
export async function previewsOf(tx: Tx, { communityId }: MemberActor, pageId: string): Promise<PreviewLink[]> {
  const rows = await tx.sitePagePreview.findMany({
    where: { pageId, communityId, expiresAt: { gt: new Date() } },
    select: { id: true, note: true, createdAt: true, expiresAt: true, lastUsedAt: true, createdBy: { select: { name: true } } },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ createdBy, ...row }) => ({ ...row, createdBy: createdBy?.name ?? null }));
}
