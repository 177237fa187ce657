import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { JobKind } from "../../jobs/job-run.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";

/**
 * Writes down a job in the transaction of the verb that wants it. The caller enqueues what this gives once that transaction is
 * committed; should it die before, the runner finds the row by itself.
 */
export async function startJob(
  tx: Tx,
  actor: MemberActor,
  wanted: { kind: JobKind; subjectId: string; input?: Prisma.InputJsonObject },
): Promise<{ id: string; kind: JobKind; communityId: string }> {
  const { communityId, userId } = actor;
  const busy = await tx.job.findFirst({ where: { communityId, subjectId: wanted.subjectId, status: { in: ["waiting", "progress"] } } });
  if (busy) throw new DomainError("conflict", "job-already-running", { kind: busy.kind });
  const { id } = await tx.job.create({
    data: { communityId, kind: wanted.kind, subjectId: wanted.subjectId, input: wanted.input ?? {}, createdById: userId },
  });
  return { id, kind: wanted.kind, communityId };
}
