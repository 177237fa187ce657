import type { CommunityExport } from "@archipel/contracts/communities-transfer.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { jobStatus } from "@archipel/contracts/jobs.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { StoredObject } from "@archipel/storage/object-store.ts";
import { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { ClaimedJob } from "../../../kernel/jobs/handler.ts";
import { latestJobs, startJob } from "../../../kernel/jobs/rows.ts";
import { provePassword } from "../../identity/service/prove-password.ts";
import { sendCommunityMail } from "../mails/send.ts";
import { countExportsSince, deleteExpired, exportRow, exportRows, lockExports } from "./queries/exports.ts";
import { type BagPart, bagPart } from "./writing/parts.ts";

/** How long a copy can be downloaded. */
const KEPT_DAYS = 7;
const DAY = 86_400_000;
/** A copy reads the whole community. */
const MOST_A_DAY = 4;

/**
 * Asks for a copy of the whole community, which a job writes. Rows of a closed community are not visible to its members: the platform reads
 * and writes these, for a manager that the gate has proved.
 */
export async function requestCommunityExport(
  core: Core,
  actor: MemberActor,
  given: { password: string; network: string },
): Promise<CommunityExport> {
  await provePassword(core, actor.userId, { ...given, field: "password" });
  const { communityId, userId } = actor;
  const { id, job } = await core.database.withSystem(async (tx) => {
    await lockExports(tx, communityId);
    const open = await tx.job.count({ where: { communityId, kind: "export-community", status: { in: ["waiting", "progress"] } } });
    if (open > 0) throw new DomainError("conflict", "community-export-running");
    const lately = await countExportsSince(tx, communityId, new Date(Date.now() - DAY));
    if (lately >= MOST_A_DAY) throw new DomainError("too-many", "community-exports-lately", { count: MOST_A_DAY });
    const { id } = await tx.communityExport.create({ data: { communityId, requestedById: userId }, select: { id: true } });
    const { name } = await tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { name: true } });
    const job = await startJob(tx, actor, { kind: "export-community", subjectId: id, subject: name });
    const change = { communityId, actorId: userId, resourceType: "community", resourceId: communityId };
    await audit(tx, { ...change, action: "community.export-requested", summary: { name } });
    return { id, job };
  });
  await core.queue.enqueue(job);
  const made = (await listCommunityExports(core, actor)).find((one) => one.id === id);
  if (!made) throw new DomainError("not-found", "export-not-found");
  return made;
}

export function listCommunityExports(core: Core, { communityId }: MemberActor): Promise<CommunityExport[]> {
  return core.database.withSystem(async (tx) => {
    const rows = await exportRows(tx, communityId, new Date());
    const jobs = await latestJobs(
      tx,
      communityId,
      rows.map(({ id }) => id),
    );
    const progress = new Map(
      (await tx.job.findMany({ where: { id: { in: [...jobs.values()].map(({ id }) => id) } } })).map((job) => [job.subjectId, job]),
    );
    return rows.map((row) => {
      const job = progress.get(row.id);
      return {
        id: row.id,
        jobId: job?.id ?? null,
        status: job ? jobStatus.parse(job.status) : "failure",
        step: job?.step ?? null,
        done: Number(job?.done ?? 0),
        total: job?.total == null ? null : Number(job.total),
        size: row.size === null ? null : Number(row.size),
        rows: row.rows === null ? null : Number(row.rows),
        createdAt: row.createdAt,
        readyAt: row.readyAt,
        expiresAt: row.expiresAt,
      };
    });
  });
}

/** The file of a copy, while it may be taken. Who takes it is in the journal. */
export async function communityExportToSend(core: Core, actor: MemberActor, exportId: string) {
  const { communityId, userId } = actor;
  return core.database.withSystem(async (tx) => {
    const row = await exportRow(tx, communityId, exportId);
    if (!row?.objectKey || row.size === null || !row.expiresAt || row.expiresAt < new Date()) {
      throw new DomainError("not-found", "export-not-found");
    }
    const { slug, name } = await tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { slug: true, name: true } });
    const change = { communityId, actorId: userId, resourceType: "community", resourceId: communityId };
    await audit(tx, { ...change, action: "community.export-downloaded", summary: { name } });
    const fileName = `${slug}-${row.createdAt.toISOString().slice(0, 10)}.zip`;
    return { objectKey: row.objectKey, size: Number(row.size), fileName };
  });
}

/** The parts that an earlier attempt stored; null without any, or when one of them is gone. */
export async function partsOfExport(core: Core, communityId: CommunityId, exportId: string): Promise<BagPart[] | null> {
  const row = await core.database.withWorker(communityId, (tx) => exportRow(tx, communityId, exportId));
  const parts = z.array(bagPart).parse(row?.parts ?? []);
  for (const { key } of parts) if (!(await core.storage.stat(key))) return null;
  return parts.length > 0 ? parts : null;
}

/** False when the export is gone. */
export async function keepParts(core: Core, communityId: CommunityId, exportId: string, parts: readonly BagPart[]): Promise<boolean> {
  const { count } = await core.database.withWorker(communityId, (tx) =>
    tx.communityExport.updateMany({ where: { id: exportId, communityId }, data: { parts: [...parts] } }),
  );
  return count === 1;
}

export async function finishExport(tx: Tx, { communityId, subjectId, createdById }: ClaimedJob, made: StoredObject & { rows: number }) {
  const { name } = await tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { name: true } });
  const readyAt = new Date();
  await tx.communityExport.update({
    where: { id: subjectId, communityId },
    data: {
      parts: [],
      objectKey: made.key,
      size: made.size,
      rows: made.rows,
      readyAt,
      expiresAt: new Date(readyAt.getTime() + KEPT_DAYS * DAY),
    },
  });
  const change = { communityId, actorId: createdById, resourceType: "community", resourceId: communityId };
  await audit(tx, { ...change, action: "community.exported", summary: { name, rows: made.rows, bytes: made.size } });
}

/** A lost mail is no reason to fail: the page shows the copy. */
export async function notifyRequester(core: Core, { communityId, subjectId, createdById }: ClaimedJob): Promise<void> {
  const found = await core.database.withSystem(async (tx) => ({
    person: await tx.user.findUnique({ where: { id: createdById }, select: { name: true, email: true, locale: true } }),
    community: await tx.community.findUnique({ where: { id: communityId }, select: { name: true, slug: true, status: true } }),
    made: await exportRow(tx, communityId, subjectId),
  }));
  const { person, community, made } = found;
  if (!person || !community || !made?.expiresAt) return;
  await sendCommunityMail(core, {
    kind: "exported",
    person,
    community: { ...community, isClosed: community.status !== "active" },
    date: made.expiresAt,
  });
}

/** Deletes copies that can no longer be downloaded. */
export function sweepCommunityExports(core: Core): Promise<number> {
  return core.database.withSystem((tx) => deleteExpired(tx));
}
