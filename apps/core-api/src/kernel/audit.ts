import { randomUUID } from "node:crypto";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface Change {
  communityId: string | null;
  actorId: string | null;
  /** `<noun>.<verb in the past>`, from the closed list of the contracts. */
  action: AuditAction;
  resourceType: string;
  resourceId: string;
  /** The organisation by which the person acts, where the scope of the transaction does not name it. */
  organisationId?: string;
  summary?: Prisma.InputJsonObject;
}

/**
 * Records a change in its own transaction. The row is not read back, because members may write the audit log but not read it. The database
 * adds the key of the call or of the job.
 */
export async function audit(tx: Tx, change: Change): Promise<void> {
  await tx.auditEntry.createMany({ data: [{ ...change, summary: change.summary ?? {} }] });
}

/** The same, in a transaction of raw SQL. */
export async function auditIn(sql: SqlSession, change: Change): Promise<void> {
  const { communityId, actorId, action, resourceType, resourceId, summary } = change;
  await sql.query(
    `INSERT INTO audit_entries (id, community_id, actor_id, action, resource_type, resource_id, summary)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7::jsonb)`,
    [randomUUID(), communityId, actorId, action, resourceType, resourceId, JSON.stringify(summary ?? {})],
  );
}
