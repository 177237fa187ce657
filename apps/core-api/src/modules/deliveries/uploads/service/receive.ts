import type { Readable } from "node:stream";
import { type MemberActor, type Person, scopeOf } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { startJob } from "../../../../kernel/jobs/rows.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { assertStorage } from "../../../../kernel/storage-quota.ts";
import { inspectionOf } from "../policy/inspection.ts";
import { assertWithinQuota } from "../policy/quota.ts";
import { deleteReceiving, lockUnderWay } from "../queries.ts";

/**
 * Opens an upload. Its row exists before the first byte, so that the upload is found again after the page was closed.
 *
 * @throws DomainError when the person or the community has too much under way
 */
export async function openUpload(core: Core, actor: MemberActor, upload: { id: string; fileName: string; size: number }): Promise<void> {
  const { communityId, userId: actorId } = actor;
  const { env } = core;
  const most = {
    person: { number: env.UPLOADS_PER_PERSON, bytes: env.UPLOAD_BYTES_PER_PERSON },
    community: { number: env.UPLOADS_PER_COMMUNITY, bytes: env.UPLOAD_BYTES_PER_COMMUNITY },
  };
  await assertStorage(core, communityId, upload.size);
  await core.database.withTenant(actor, async (tx) => {
    assertWithinQuota(await lockUnderWay(tx, communityId, actorId), upload.size, most);
    await tx.upload.create({ data: { ...upload, communityId, createdById: actorId, status: "receiving" } });
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action: "upload.started", summary: { fileName: upload.fileName, size: upload.size } });
  });
}

/** The upload that a person may continue: their own, in a community where they may still upload. */
export async function assertReceiving(core: Core, person: Person, uploadId: string): Promise<{ communityId: string; fileName: string }> {
  const found = await core.database.withTenant(scopeOf(person), (tx) =>
    tx.upload.findFirst({ where: { id: uploadId, createdById: person.userId }, select: { communityId: true, fileName: true } }),
  );
  if (!found) throw new DomainError("not-found", "upload-not-found");
  return found;
}

/** Whether all bytes of an upload are stored already. */
export async function isReceived(core: Core, actor: MemberActor, uploadId: string): Promise<boolean> {
  return (await receivedSize(core, actor, uploadId)) !== null;
}

/** The size of an upload whose bytes are all stored; null while bytes are missing. */
export async function receivedSize(core: Core, actor: MemberActor, uploadId: string): Promise<number | null> {
  const { communityId } = actor;
  const upload = await core.database.withTenant(actor, (tx) =>
    tx.upload.findFirst({ where: { id: uploadId, communityId, objectKey: { not: null } }, select: { size: true } }),
  );
  return upload && Number(upload.size);
}

/**
 * Called when all bytes are here: stores the file as an object and starts its check. A second call (the last answer was lost, the process
 * died) does nothing.
 *
 * @param content the path of a file into which nobody writes any more, or its bytes
 */
export async function completeUpload(core: Core, actor: MemberActor, uploadId: string, content: string | Readable): Promise<void> {
  const { communityId, userId: actorId } = actor;
  const object = typeof content === "string" ? await core.storage.putFile(content, true) : await core.storage.put(content);
  const job = await core.database.withTenant(actor, async (tx) => {
    const received = { status: "received", objectKey: object.key, sha256: object.key.replace(/^sha256\//, ""), size: object.size };
    const { count } = await tx.upload.updateMany({ where: { id: uploadId, communityId, status: "receiving" }, data: received });
    if (count === 0) return null;
    const upload = await tx.upload.findUniqueOrThrow({
      where: { id: uploadId, communityId },
      select: { id: true, fileName: true, datasetId: true },
    });
    const about = { communityId, actorId, resourceType: "upload", resourceId: uploadId };
    const summary = { fileName: upload.fileName, size: object.size, sha256: received.sha256 };
    await audit(tx, { ...about, action: "upload.received", summary });
    await emit(tx, "upload.received", communityId, { uploadId });
    return startJob(tx, actor, inspectionOf(upload));
  });
  if (job) await core.queue.enqueue(job);
}

export interface UploadUnderWay {
  id: string;
  communityId: string;
  createdById: string;
  createdAt: Date;
  size: number;
}

/** Uploads that still wait for bytes. */
export function uploadsUnderWay(core: Core): Promise<UploadUnderWay[]> {
  return core.database.withSystem(async (tx) => {
    const select = { id: true, communityId: true, createdById: true, createdAt: true, size: true } as const;
    const rows = await tx.upload.findMany({ where: { status: "receiving" }, select });
    return rows.map((row) => ({ ...row, size: Number(row.size) }));
  });
}

/** Deletes abandoned uploads, unless their bytes arrived in the meantime. */
export function forgetUploads(core: Core, ids: readonly string[]): Promise<void> {
  return core.database.withSystem(async (tx) => {
    for (const { id, communityId, fileName } of await deleteReceiving(tx, ids)) {
      const about = { communityId, actorId: null, resourceType: "upload", resourceId: id };
      await audit(tx, { ...about, action: "upload.abandoned", summary: { fileName } });
    }
  });
}

/** The person cancelled the transfer. */
export async function abandonUpload(core: Core, actor: MemberActor, uploadId: string): Promise<void> {
  const { communityId } = actor;
  await core.database.withTenant(actor, (tx) => tx.upload.deleteMany({ where: { id: uploadId, communityId, status: "receiving" } }));
}
