import type { EditRules } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { editorScope, type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { shownNumber, versionShownAs } from "../../../layer-store/lens/seen-versions.ts";
import { type EditedLayer, editedLayer, editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { assertEditLimit, storeEdits } from "../edits/store.ts";
import { editGrantsOf, seesFeature } from "../granted/queries.ts";
import { backAsEditor, editableColumns, isDirect, knownLayer, merging, ownerOfData, wholly } from "../granted/service/judge.ts";
import { seenBy } from "../granted/service/seen.ts";
import { statesKnownTo } from "../granted/service/versions.ts";
import { allowedActions } from "../policy.ts";
import { deleteEdits, mergedEdit } from "../queries/change-edits.ts";
import { datasetTitle } from "../queries/datasets.ts";
import { editOfFeature, type StoredEdit } from "../queries/edits.ts";
import { diffsOf } from "./diff.ts";
import { assertValidEdits } from "./drafts.ts";
import { gatheringOf, openForProgram, type Target, touchGathering } from "./gathering.ts";
import { mergeLocked } from "./merge.ts";
import { type Change, changeOf, type ShowDiffs, VersionMismatchError, type WriteInput } from "./proposed-change.ts";
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
  if (actor.byGrants) return writeGranted(core, actor, input);
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

/** Whether the caller may write features of a layer at all. */
export function mayWrite(core: Core, actor: MemberActor, { id, datasetId }: { id: string; datasetId: string }): Promise<boolean> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    if (actor.byGrants && (await editGrantsOf(sql, id)).length === 0) return false;
    return (await rulesOf(sql, actor, datasetId)).isOpen;
  });
}

/** Undoes a write that grants allow only by review. */
class NeedsReviewError extends Error {}

/** By grants: without review if those without review allow the write; else like `propose`. */
async function writeGranted(core: Core, actor: MemberActor, input: WriteInput): Promise<Written> {
  const { layerId } = input;
  const isTrusted = await core.database.sqlAs(editorScope(actor), async (sql) => {
    const grants = await editGrantsOf(sql, layerId);
    const layer = grants.length === 0 ? undefined : await editedLayer(sql, actor.communityId, layerId);
    if (!layer) throw new DomainError("forbidden", "edit-grant-over", { owner: await ownerOfData(sql, actor) });
    if (!(await rulesOf(sql, actor, layer.datasetId)).isOpen) throw new DomainError("forbidden", "contributions-closed");
    return grants.some(({ permission }) => permission === "edit");
  });
  const wait = () => core.database.sqlAs(editorScope(actor), (sql) => propose(sql, actor, input));
  if (!isTrusted) return wait();
  const written = await core.database
    .sqlAs(editorScope(actor), (sql) => mergeNowGranted(sql, actor, input))
    .catch((error) => {
      if (error instanceof NeedsReviewError) return wait();
      throw error;
    });
  if (written.outcome === "merged") core.news.edited([layerId]);
  return written;
}

async function mergeNowGranted(sql: SqlSession, actor: MemberActor, input: WriteInput): Promise<Written> {
  const layer = await editedLayer(sql, actor.communityId, input.layerId);
  const locked = (await rulesOf(sql, actor, layer.datasetId)).lockedColumns[input.layerId] ?? [];
  const { edit, current } = await changeAsSeen(sql, actor, layer, { locked, input, pending: null });
  if (!edit) return unchanged(input, current);
  const owner = await openForProgram(sql, actor, await targetOf(sql, actor, layer), "draft");
  const [editId = ""] = await storeEdits(sql, owner, layer, locked, [edit], input.drawnSrid);
  await assertValidEdits(sql, owner);
  if (!(await isDirect(sql, owner.id, [input.layerId]))) throw new NeedsReviewError();
  const known = await lockForAction(sql, actor, owner.id, "merge");
  return merging(sql, actor, async () => {
    const { outcome } = await mergeLocked(sql, actor, known);
    const row = await mergedEdit(sql, actor.communityId, editId);
    if (outcome !== "merged" || !row) throw new DomainError("conflict", "try-again");
    return { outcome: "merged", operation: edit.operation, fid: row.fid, version: row.version };
  });
}

/** What a write changes. By grants, columns that the caller does not read or may not change do not count as sent empty. */
async function changeAsSeen(
  sql: SqlSession,
  actor: MemberActor,
  layer: EditedLayer,
  { locked, input, pending }: { locked: readonly string[]; input: WriteInput; pending: StoredEdit | null },
): Promise<Change> {
  if (!actor.byGrants) return changeOf(sql, layer, locked, input, pending);
  const known = await knownLayer(sql, actor, layer);
  const editable = await editableColumns(sql, known);
  const closed = known.spec.fields.map(({ column }) => column).filter((column) => locked.includes(column) || !editable.includes(column));
  const { write } = input;
  if (write.operation !== "insert" && !(await seesFeature(sql, input.layerId, write.fid)))
    throw new DomainError("not-found", "feature-not-found", { fid: write.fid });
  const show: ShowDiffs = (contexts) =>
    backAsEditor(sql, actor, async () => {
      const seen = await seenBy(sql, actor, layer, contexts);
      return diffsOf(sql, seen.layer, seen.contexts);
    });
  const fids = write.operation === "insert" ? [] : [write.fid];
  const states = (await statesKnownTo(sql, actor, layer, fids))?.get(fids[0] ?? 0);
  const ifMatch = states && input.ifMatch !== null ? versionShownAs(states, input.ifMatch) : input.ifMatch;
  return wholly(sql, actor, () => changeOf(sql, known, closed, { ...input, ifMatch }, pending, show)).catch((error) => {
    throw error instanceof VersionMismatchError && states ? error.numbered(shownNumber(states, error.now ?? 0)) : error;
  });
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
  const { edit, current } = await changeAsSeen(sql, actor, layer, { locked, input, pending });
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
