import type { AuditEntry, listAuditInput } from "@archipel/contracts/audit.ts";
import { id } from "@archipel/contracts/ids.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { z } from "zod";
import type { MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { auditRows, countAudit } from "./queries.ts";

/** The audit log of a community, latest first. */
export function listAudit(core: Core, actor: MemberActor, input: z.infer<typeof listAuditInput>): Promise<Page<AuditEntry>> {
  const cursor = id.safeParse(input.cursor);
  const filter = { resourceType: input.resourceType ?? null, resourceId: input.resourceId ?? null, actorId: input.actorId ?? null };
  return core.database.withTenant(actor, async (tx) => {
    const rows = await auditRows(tx, actor.communityId, filter, cursor.success ? cursor.data : null, input.limit + 1);
    const items = rows.slice(0, input.limit);
    const nextCursor = rows.length > input.limit ? (items.at(-1)?.id ?? null) : null;
    return { items, nextCursor, total: await countAudit(tx, actor.communityId, filter) };
  });
}
