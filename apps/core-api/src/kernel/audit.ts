import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";

export interface Change {
  communityId: string | null;
  actorId: string | null;
  /** `<noun>.<verb in the past>`, the message key `audit.<action>`. */
  action: string;
  resourceType: string;
  resourceId: string;
  summary?: Prisma.InputJsonObject;
}

/** Records a change in the transaction that makes it. Written without reading back: members may write history, not read it. */
export async function audit(tx: Tx, change: Change): Promise<void> {
  await tx.auditEntry.createMany({ data: [{ ...change, summary: change.summary ?? {} }] });
}
