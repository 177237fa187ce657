import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { audit } from "../../../kernel/audit.ts";
import { emit } from "../../../kernel/outbox.ts";

interface Recorded {
  organisationId: string;
  actorId: string;
  action: AuditAction;
  /** Also written in the journal of this community. */
  communityId?: string;
  summary: Prisma.InputJsonObject;
}

/** Audit entries and event of a change, on both sides where there are two. The journal names people by their ids alone. */
export async function record(tx: Tx, { organisationId, actorId, action, communityId, summary }: Recorded): Promise<void> {
  const about = { actorId, action, resourceType: "organisation", resourceId: organisationId, summary };
  await audit(tx, { communityId: null, ...about });
  if (communityId !== undefined) await audit(tx, { communityId, ...about });
  await emit(tx, action, communityId ?? null, { organisationId });
}
