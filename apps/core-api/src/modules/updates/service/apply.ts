import { type applyUpdateInput, type LayerUpdate, updatePreview } from "@archipel/contracts/updates.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { forgetSubjects, startJob } from "../../../kernel/jobs/rows.ts";
import { updateRow } from "../queries.ts";
import { getUpdate, statusOf } from "./read.ts";

/**
 * Starts the job that applies a computed update.
 *
 * @throws DomainError when the update is not ready, has blocking findings, changes nothing, was computed against an older revision, or would
 * break something and is not confirmed
 */
export async function applyUpdate(core: Core, actor: MemberActor, input: z.infer<typeof applyUpdateInput>): Promise<LayerUpdate> {
  const { communityId } = actor;
  const row = await core.database.sqlAs(memberScope(actor), (sql) => updateRow(sql, communityId, input.updateId));
  if (!row) throw new DomainError("not-found", "update-not-found");
  const status = statusOf(row);
  if (row.preview === null || status === "comparing" || status === "applying" || status === "applied")
    throw new DomainError("conflict", "update-not-ready");
  const { baseRevision, counts, columns, harms, isBlocked } = updatePreview.parse(row.preview);
  if (isBlocked) throw new DomainError("conflict", "update-blocked");
  if (counts.inserted + counts.updated + counts.deleted + columns.added.length + columns.removed.length === 0)
    throw new DomainError("conflict", "update-changes-nothing");
  if (baseRevision !== input.baseRevision || baseRevision !== row.layerRevision)
    throw new DomainError("conflict", "update-layer-moved", { revision: row.layerRevision });
  if (harms.length > 0 && input.confirm?.trim() !== row.layerTitle.trim())
    throw new DomainError("conflict", "update-needs-confirmation", { layer: row.layerTitle, count: harms.length }, "confirm");
  const job = await core.database.withTenant(actor, async (tx) => {
    // The update locks the row: of two concurrent calls, only one starts a job.
    const { count } = await tx.layerUpdate.updateMany({ where: { id: row.id, communityId, revision: null }, data: { revision: null } });
    if (count === 0) throw new DomainError("conflict", "update-not-ready");
    return startJob(tx, actor, { kind: "apply-update", subjectId: row.id, subject: row.layerTitle, datasetId: row.datasetId });
  });
  await core.queue.enqueue(job);
  return getUpdate(core, actor, row.id);
}

/** Discards an update. An applied one stays in the revisions. The upkeep drops its tables. */
export async function discardUpdate(core: Core, actor: MemberActor, updateId: string): Promise<{ updateId: string }> {
  const { communityId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    const { count } = await tx.layerUpdate.deleteMany({ where: { id: updateId, communityId, revision: null } });
    if (count === 0) throw new DomainError("not-found", "update-not-found");
    await forgetSubjects(tx, communityId, [updateId]);
  });
  return { updateId };
}
