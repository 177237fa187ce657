import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { MAX_EDITS } from "@archipel/contracts/contributions.ts";
import type { chooseInput, EditImport, takeImportInput, takenImport } from "@archipel/contracts/imports.ts";
import { IMPORT_MAX_BYTES, importChoice, importPreview } from "@archipel/contracts/imports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../kernel/actor.ts";
import { audit, auditIn } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { isOpenJob } from "../../kernel/jobs/open-jobs.ts";
import { forgetSubjects, startJob } from "../../kernel/jobs/rows.ts";
import { jobState } from "../../kernel/jobs/state.ts";
import { editedLayer } from "../../layer-store/revisions/edited-layer.ts";
import { addImportedEdits } from "../contributions/service/add-imported.ts";
import { findOrCreateDraft } from "../contributions/service/drafts.ts";
import { lockForAction, rulesOf } from "../contributions/service/situation.ts";
import { countStaged, type ImportRow, importRow, lockImport, markTaken } from "./queries.ts";

/**
 * Receives a file of edits of a layer and starts to read it. An earlier import of the same person for this layer is deleted, if not taken.
 *
 * @throws DomainError when the layer belongs to another community or takes no contributions, or the file is too large
 */
export async function startImport(
  core: Core,
  actor: MemberActor,
  input: { layerId: string; fileName: string; content: Readable },
): Promise<EditImport> {
  const { communityId, userId } = actor;
  const { layerId, fileName } = input;
  const { title, datasetId } = await core.database.sqlAs(memberScope(actor), async (sql) => {
    const layer = await editedLayer(sql, communityId, layerId);
    if (!(await rulesOf(sql, actor, layer.datasetId)).isOpen) throw new DomainError("forbidden", "contributions-closed");
    return layer;
  });
  const object = await core.storage.put(Readable.from(atMost(input.content)));
  if (object.size === 0) throw new DomainError("invalid", "import-empty");
  const id = randomUUID();
  const job = await core.database.withTenant(actor, async (tx) => {
    const earlier = await tx.editImport.findMany({
      where: { communityId, authorId: userId, layerId, takenAt: null },
      select: { id: true },
    });
    const ids = earlier.map((one) => one.id);
    await forgetSubjects(tx, communityId, ids);
    await tx.editImport.deleteMany({ where: { id: { in: ids }, communityId } });
    await tx.editImport.create({
      data: { id, communityId, layerId, authorId: userId, fileName, size: object.size, objectKey: object.key },
    });
    const about = { communityId, actorId: userId, resourceType: "layer", resourceId: layerId };
    await audit(tx, { ...about, action: "import.received", summary: { fileName, size: object.size } });
    return startJob(tx, actor, { kind: "read-import", subjectId: id, subject: title, datasetId });
  });
  await core.queue.enqueue(job);
  return getImport(core, actor, id);
}

async function* atMost(content: Readable): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of content) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > IMPORT_MAX_BYTES) throw new DomainError("invalid", "import-too-large", { most: IMPORT_MAX_BYTES / 1_000_000 });
    yield bytes;
  }
}

export async function getImport(core: Core, actor: MemberActor, importId: string): Promise<EditImport> {
  const find = () => core.database.sqlAs(memberScope(actor), (sql) => importRow(sql, actor.communityId, importId));
  const before = await find();
  const job = before?.jobId ? await jobState(core, actor, before.jobId) : null;
  // Read after the job, because the preview exists once the job has ended.
  const row = before && (await find());
  if (!row) throw new DomainError("not-found", "import-not-found");
  const isReading = isOpenJob(job?.status);
  const hasFailed = job?.status === "failure" || job?.status === "aborted";
  const { id, layerId, fileName, size } = row;
  return {
    id,
    communityId: actor.communityId,
    layerId,
    fileName,
    size,
    status: row.isTaken ? "taken" : isReading ? "reading" : hasFailed ? "failed" : "ready",
    choice: importChoice.parse(row.choice),
    progress: job && isReading ? { step: job.step, done: job.done, total: job.total, ahead: job.ahead ?? 0 } : null,
    preview: row.preview === null || isReading || hasFailed ? null : importPreview.parse(row.preview),
    error: hasFailed ? (job.error ?? { code: "import-stopped", params: {} }) : null,
  };
}

/** Reads the file again, with the author's choice. */
export async function chooseReading(core: Core, actor: MemberActor, input: z.infer<typeof chooseInput>): Promise<EditImport> {
  const { communityId } = actor;
  const job = await core.database.withTenant(actor, async (tx) => {
    const where = { id: input.importId, communityId, authorId: actor.userId, takenAt: null };
    const { count } = await tx.editImport.updateMany({ where, data: { choice: input.choice } });
    if (count === 0) throw new DomainError("not-found", "import-not-found");
    const { layerId } = await tx.editImport.findUniqueOrThrow({ where: { id: input.importId, communityId }, select: { layerId: true } });
    const layer = await tx.layer.findUnique({ where: { id: layerId, communityId }, select: { title: true, datasetId: true } });
    if (!layer) throw new DomainError("not-found", "import-not-found");
    return startJob(tx, actor, { kind: "read-import", subjectId: input.importId, subject: layer.title, datasetId: layer.datasetId });
  });
  await core.queue.enqueue(job);
  return getImport(core, actor, input.importId);
}

/** Adds the changes of the file to the person's draft, all or none. */
export async function takeImport(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof takeImportInput>,
): Promise<z.infer<typeof takenImport>> {
  const { status } = await getImport(core, actor, input.importId);
  if (status !== "ready") throw new DomainError("conflict", "import-not-ready");
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const row = await lockImport(sql, actor.communityId, input.importId);
    if (!row || row.isTaken) throw new DomainError("conflict", "import-not-ready");
    return take(sql, actor, row, input);
  });
}

async function take(sql: SqlSession, actor: MemberActor, row: ImportRow, input: z.infer<typeof takeImportInput>) {
  const { communityId } = actor;
  const preview = importPreview.parse(row.preview);
  const absent = input.deleteAbsent ?? null;
  const wanted = preview.inserted + preview.updated + (absent ? (preview.absent ?? 0) : 0);
  if (wanted > MAX_EDITS) throw new DomainError("invalid", "import-too-many-edits", { most: MAX_EDITS, wanted });
  const taken = await countStaged(sql, communityId, row.id, absent !== null);
  if (taken === 0) throw new DomainError("invalid", "import-changes-nothing");
  const id =
    input.contributionId ??
    (await findOrCreateDraft(sql, actor, { communityId, datasetId: row.datasetId, title: input.title, origin: "import" }));
  const { row: contribution } = await lockForAction(sql, actor, id, "edit");
  if (contribution.datasetId !== row.datasetId) throw new DomainError("invalid", "layer-of-other-dataset", { layer: contribution.title });
  await addImportedEdits(sql, { id, communityId }, { importId: row.id, layerId: row.layerId }, absent);
  await markTaken(sql, communityId, row.id);
  const about = { communityId, actorId: actor.userId, resourceType: "contribution", resourceId: id };
  await auditIn(sql, { ...about, action: "import.taken", summary: { title: contribution.title, fileName: row.fileName, edits: taken } });
  return { contributionId: id, taken };
}

/** Deletes the import, and stops its reading. */
export async function discardImport(core: Core, actor: MemberActor, importId: string): Promise<void> {
  const { communityId, userId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    const { count } = await tx.editImport.deleteMany({ where: { id: importId, communityId, authorId: userId } });
    if (count === 0) throw new DomainError("not-found", "import-not-found");
    await forgetSubjects(tx, communityId, [importId]);
  });
}
