import type { EditRules } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type EditedLayer, editedLayer, editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { assertEditLimit, storeEdits } from "../edits/store.ts";
import { allowedActions } from "../policy.ts";
import { deleteEdits, mergedEdit } from "../queries/change-edits.ts";
import { datasetTitle } from "../queries/datasets.ts";
import { editOfFeature } from "../queries/edits.ts";
import { assertValidEdits } from "./drafts.ts";
import { gatheringOf, openForProgram, type Target, touchGathering } from "./gathering.ts";
import { mergeLocked } from "./merge.ts";
import { changeOf, type WriteInput } from "./proposed-change.ts";
import { lockForAction, rulesOf } from "./situation.ts";

/** The outcome of a write. Until it is merged, its edit identifies a new feature. */
export type Written =
  | { outcome: "merged"; operation: "insert" | "update" | "delete"; fid: number; version: number }
  | { outcome: "unchanged"; fid: number; version: number }
  | { outcome: "waiting"; contributionId: string; editId: string; isInsertion: boolean };

/**
 * Writes one feature for a program (OGC API – Features), in one transaction. It is merged at once if the dataset's rules allow this person
 * to merge; else it joins the person's other recent writes in a contribution that waits for review.
 *
 * @throws VersionMismatchError when the feature changed since the program saw it
 */
export async function writeFeature(core: Core, actor: MemberActor, input: WriteInput): Promise<Written> {
  const isTrusted = await core.database.sqlAs(memberScope(actor), async (sql) => {
    const layer = await editedLayer(sql, actor.communityId, input.layerId);
    const rules = await rulesOf(sql, actor, layer.datasetId);
    if (!rules.isOpen) throw new DomainError("forbidden", "contributions-closed");
    return mergesDirectly(actor, rules);
  });
  const wait = () => core.database.sqlAs(memberScope(actor), (sql) => propose(sql, actor, input));
  if (!isTrusted) return wait();
  const written = await core.database
    .sqlAs({ role: "worker", communityId: actor.communityId, keyId: actor.key?.id ?? undefined }, (sql) => mergeNow(sql, actor, input))
    .catch((error) => {
      // Outside the person's territory, a moderator decides.
      if (error instanceof DomainError && error.code === "outside-territory") return wait();
      throw error;
    });
  if (written.outcome === "merged") core.news.edited([input.layerId]);
  return written;
}

/** Whether the caller may write the features of a dataset at all. */
export function mayWrite(core: Core, actor: MemberActor, datasetId: string): Promise<boolean> {
  return core.database.sqlAs(memberScope(actor), async (sql) => (await rulesOf(sql, actor, datasetId)).isOpen);
}

function mergesDirectly({ role }: MemberActor, rules: EditRules): boolean {
  const own = { status: "draft", origin: "api", isAuthor: true, approvals: 0, hasApproved: false, hasEdits: true } as const;
  return allowedActions({ ...own, role, rules, isOutside: false }).includes("merge");
}

async function targetOf(sql: SqlSession, actor: MemberActor, layer: EditedLayer): Promise<Target> {
  const title = await datasetTitle(sql, actor.communityId, layer.datasetId);
  if (title === undefined) throw new DomainError("not-found", "dataset-not-found");
  return { datasetId: layer.datasetId, datasetTitle: title };
}

/** In a worker's transaction, like every merge. The layer is locked from reading the feature to writing it. */
async function mergeNow(sql: SqlSession, actor: MemberActor, input: WriteInput): Promise<Written> {
  const { layerId } = input;
  const layer = (await editedLayers(sql, actor.communityId, [layerId], { isLocked: true })).get(layerId);
  if (!layer) throw new DomainError("not-found", "layer-not-found");
  const locked = (await rulesOf(sql, actor, layer.datasetId)).lockedColumns[layerId] ?? [];
  const { edit, current } = await changeOf(sql, layer, locked, input, null);
  if (!edit) return unchanged(input, current);
  const owner = await openForProgram(sql, actor, await targetOf(sql, actor, layer), "draft");
  const [editId = ""] = await storeEdits(sql, owner, layer, locked, [edit], input.drawnSrid);
  await assertValidEdits(sql, owner);
  const { outcome } = await mergeLocked(sql, actor, await lockForAction(sql, actor, owner.id, "merge"));
  const row = await mergedEdit(sql, actor.communityId, editId);
  if (outcome !== "merged" || !row) throw new DomainError("conflict", "try-again");
  return { outcome: "merged", operation: edit.operation, fid: row.fid, version: row.version };
}

/** In the person's own scope. A `replace` also replaces what the same person proposed for the feature before. */
async function propose(sql: SqlSession, actor: MemberActor, input: WriteInput): Promise<Written> {
  const { layerId, write } = input;
  const layer = await editedLayer(sql, actor.communityId, layerId);
  const locked = (await rulesOf(sql, actor, layer.datasetId)).lockedColumns[layerId] ?? [];
  const target = await targetOf(sql, actor, layer);
  const gathering = await gatheringOf(sql, actor, target);
  const fid = write.operation === "insert" ? null : write.fid;
  const pending = gathering && fid !== null ? await editOfFeature(sql, gathering, layerId, fid) : null;
  const { edit, current } = await changeOf(sql, layer, locked, input, pending);
  if (gathering && pending && write.operation === "replace") await deleteEdits(sql, gathering, [pending.id]);
  if (!edit) {
    if (gathering && pending) await touchGathering(sql, actor, gathering, layer.datasetId);
    return unchanged(input, current);
  }
  const owner = gathering ?? (await openForProgram(sql, actor, target, "submitted"));
  await lockForAction(sql, actor, owner.id, "edit");
  const [editId = ""] = await storeEdits(sql, owner, layer, locked, [edit], input.drawnSrid);
  await assertValidEdits(sql, owner);
  await assertEditLimit(sql, owner);
  if (gathering) await touchGathering(sql, actor, owner, layer.datasetId);
  return { outcome: "waiting", contributionId: owner.id, editId, isInsertion: edit.operation === "insert" };
}

function unchanged({ write }: WriteInput, current: number | null): Written {
  return { outcome: "unchanged", fid: write.operation === "insert" ? 0 : write.fid, version: current ?? 0 };
}
