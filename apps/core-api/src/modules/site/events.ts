import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { audit } from "../../kernel/audit.ts";
import { emit } from "../../kernel/outbox.ts";

/** What was changed of a portal's site. */
interface SiteChange {
  /** `site.page-published`: the noun and what was done. */
  action: Extract<AuditAction, `site.${string}`>;
  portalId: string;
  resourceType: "page" | "media" | "portal" | "redirect";
  resourceId: string;
  summary?: Prisma.InputJsonObject;
}

/** Records a change of a site: journal and event, in the change's own transaction. `actorId` null: the schedule did it. */
export async function recordSiteChange(
  tx: Tx,
  { communityId, userId: actorId }: { communityId: string; userId: string | null },
  { action, portalId, resourceType, resourceId, summary = {} }: SiteChange,
): Promise<void> {
  await audit(tx, { communityId, actorId, action, resourceType, resourceId, summary: { ...summary, portal: portalId } });
  await emit(tx, action, communityId, { portalId, [`${resourceType}Id`]: resourceId });
}
