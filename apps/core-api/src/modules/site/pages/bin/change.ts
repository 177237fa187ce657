import type { CommunityId } from "@archipel/contracts/ids.ts";
import { notInBin } from "../../../../kernel/bin.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { recordSiteChange } from "../../events.ts";
import { forgetSite } from "../../service/cache.ts";

interface Changer {
  userId: string | null;
  communityId: CommunityId;
}

/** Takes a page out of the bin, with its address, versions and state. @throws DomainError when the portal has another home by now */
export function restorePage(core: Core, actor: Changer, id: string): Promise<void> {
  return change(core, actor, id, "restored");
}

/** Erases a page of the bin with its versions. */
export function erasePage(core: Core, actor: Changer, id: string): Promise<void> {
  return change(core, actor, id, "erased");
}

async function change(core: Core, actor: Changer, id: string, verb: "restored" | "erased"): Promise<void> {
  const { communityId } = actor;
  const portalId = await core.database.withSystem(async (tx) => {
    const row = await tx.sitePage.findFirst({ where: { id, communityId, NOT: { eraseAt: null } } });
    if (!row) throw notInBin();
    const where = { id, communityId };
    if (verb === "erased") await tx.sitePage.delete({ where });
    else {
      const others = row.kind === "home" ? await tx.sitePage.count({ where: { portalId: row.portalId, kind: "home", eraseAt: null } }) : 0;
      if (others > 0) throw new DomainError("conflict", "home-exists");
      await tx.sitePage.update({ where, data: { status: row.statusBefore ?? "draft", statusBefore: null, eraseAt: null } });
    }
    const summary = { name: row.slug ?? "" };
    await recordSiteChange(tx, actor, {
      action: `site.page-${verb}`,
      portalId: row.portalId,
      resourceType: "page",
      resourceId: id,
      summary,
    });
    return row.portalId;
  });
  forgetSite(core, portalId);
}
