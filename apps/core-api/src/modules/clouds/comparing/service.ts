import type { ComparedRevision, cloudRevisionInput } from "@archipel/contracts/clouds.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { latestJobs, startJob } from "../../../kernel/jobs/rows.ts";
import { changesIn } from "./policy.ts";
import { type ComparedRow, comparedRow } from "./queries.ts";

type Input = z.infer<typeof cloudRevisionInput>;

/** What a revision of a tile changed against the one before it, if it was compared. */
export async function comparedWithBefore(core: Core, actor: MemberActor, input: Input): Promise<ComparedRevision> {
  return shown(core, actor, await requireRow(core, actor, input));
}

/** Compares a revision with the one before it, unless that is done or under way. */
export async function compareWithBefore(core: Core, actor: MemberActor, input: Input): Promise<ComparedRevision> {
  const row = await requireRow(core, actor, input);
  const known = await shown(core, actor, row);
  if (known.changes !== null || known.jobId !== null) return known;
  if (known.against === null) throw new DomainError("conflict", "cloud-nothing-before", { revision: input.revision });
  const { attachmentId, revision } = input;
  const { id: subjectId, title: subject, datasetId } = row;
  const job = await core.database.withTenant(actor, (tx) =>
    startJob(tx, actor, { kind: "compare-tiles", subjectId, subject, datasetId, input: { attachmentId, revision } }),
  );
  await core.queue.enqueue(job);
  return { ...known, jobId: job.id };
}

async function shown(core: Core, actor: MemberActor, row: ComparedRow): Promise<ComparedRevision> {
  const jobs = await core.database.withTenant(actor, (tx) => latestJobs(tx, actor.communityId, [row.id], { isOpen: true }));
  return { against: row.against, changes: changesIn(row), jobId: jobs.get(row.id)?.id ?? null };
}

async function requireRow(core: Core, actor: MemberActor, { attachmentId, revision }: Input): Promise<ComparedRow> {
  const row = await core.database.sqlAs(memberScope(actor), (sql) => comparedRow(sql, actor.communityId, attachmentId, revision));
  if (!row) throw new DomainError("not-found", "cloud-revision-not-found", { revision });
  return row;
}
