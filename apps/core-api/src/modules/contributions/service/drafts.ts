import { randomUUID } from "node:crypto";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type {
  Contribution,
  createContributionInput,
  describeContributionInput,
  discardEditsInput,
  EditsMoved,
  saveEditsInput,
} from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { editorScope, type MemberActor } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { assertFieldRules } from "../edits/rules.ts";
import { checkShapes } from "../edits/shapes.ts";
import { assertEditLimit, storeEdits } from "../edits/store.ts";
import { setGrants } from "../granted/queries.ts";
import { assertSubmittable, grantsToEdit, recordGrants, wholly } from "../granted/service/judge.ts";
import { withOwnVersions } from "../granted/service/versions.ts";
import { touchContribution } from "../queries/add-imported.ts";
import { deleteEdits } from "../queries/change-edits.ts";
import { editsVersionOf, setStatus } from "../queries/contributions.ts";
import { datasetTitle } from "../queries/datasets.ts";
import { type EditsOwner, editedLayerIds, ownerOf } from "../queries/edits.ts";
import { deleteContribution, insertDraft, openDraftId, setDescription } from "../queries/open-contributions.ts";
import { describe } from "./read.ts";
import { lockForAction, rulesOf } from "./situation.ts";

/** What an author does with a contribution of their own. All of it runs in the author's database scope. */

/** Returns the person's open draft of a dataset, or creates one. */
export function createContribution(core: Core, actor: MemberActor, input: z.input<typeof createContributionInput>): Promise<Contribution> {
  return core.database.sqlAs(editorScope(actor), async (sql) => describe(sql, actor, await findOrCreateDraft(sql, actor, input)));
}

/** The same in an open transaction. @returns the draft's id */
export async function findOrCreateDraft(
  sql: SqlSession,
  actor: MemberActor,
  input: z.input<typeof createContributionInput>,
): Promise<string> {
  await assertOpenDataset(sql, actor, input.datasetId);
  const id = randomUUID();
  // If two tabs create a draft at once, the second insert waits for the first and finds its draft.
  const { datasetId, title, message = "", origin = "editor" } = input;
  const grantIds = actor.byGrants ? await grantsToEdit(sql, actor, datasetId) : [];
  const isMade = await insertDraft(sql, actor.communityId, { id, datasetId, authorId: actor.userId, title, message, origin, grantIds });
  return isMade ? id : openDraft(sql, actor, input.datasetId);
}

async function openDraft(sql: SqlSession, actor: MemberActor, datasetId: string): Promise<string> {
  const draftId = await openDraftId(sql, actor.communityId, datasetId, actor.userId);
  // The draft was submitted or withdrawn between the two statements.
  if (draftId === undefined) throw new DomainError("conflict", "try-again");
  return draftId;
}

/** @throws DomainError when the dataset is not the community's, or is closed to contributions */
async function assertOpenDataset(sql: SqlSession, actor: MemberActor, datasetId: string): Promise<void> {
  if ((await datasetTitle(sql, actor.communityId, datasetId)) === undefined) throw new DomainError("not-found", "dataset-not-found");
  if (!(await rulesOf(sql, actor, datasetId)).isOpen) throw new DomainError("forbidden", "contributions-closed");
}

export function describeContribution(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof describeContributionInput>,
): Promise<Contribution> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    await lockForAction(sql, actor, input.contributionId, "edit");
    await setDescription(sql, actor.communityId, input.contributionId, input);
    return describe(sql, actor, input.contributionId);
  });
}

/**
 * Saves changes in a contribution, or nothing when the caller does not know the latest edits.
 *
 * @returns the ids of the saved edits in the order of the input, and the versions before and after
 */
export function saveEdits(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof saveEditsInput>,
): Promise<EditsMoved & { editIds: string[] }> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const { row, rules } = await lockForAction(sql, actor, input.contributionId, "edit");
    if (isOutdated(row, input)) return { editIds: [], before: row.editsVersion, editsVersion: row.editsVersion };
    const owner = ownerOf(actor, row.id);
    await keepGrants(sql, actor, row);
    const layers = await editedLayers(
      sql,
      actor.communityId,
      input.edits.map(({ layerId }) => layerId),
      { isLocked: false },
    );
    const ids = new Map<object, string>();
    for (const [layerId, layer] of layers) {
      if (layer.datasetId !== row.datasetId) throw new DomainError("invalid", "layer-of-other-dataset", { layer: layer.title });
      const own = input.edits.filter((edit) => edit.layerId === layerId);
      const meant = await withOwnVersions(sql, actor, layer, own);
      const stored = await storeEdits(sql, owner, layer, rules.lockedColumns[layerId] ?? [], meant);
      for (const [index, edit] of own.entries()) ids.set(edit, stored[index] ?? "");
    }
    await assertEditLimit(sql, owner);
    // Moderators see a submitted contribution already, so its edits must stay valid.
    if (row.status === "submitted") await assertValidEdits(sql, owner);
    await touchContribution(sql, owner);
    return { editIds: input.edits.map((edit) => ids.get(edit) ?? ""), ...(await versionsAround(sql, actor, row)) };
  });
}

/** Notes by what right the edits are made: it can have changed since the draft was begun. */
async function keepGrants(sql: SqlSession, actor: MemberActor, row: { id: string; datasetId: string; grantIds: readonly string[] }) {
  if (actor.byGrants) await recordGrants(sql, actor, row);
  else if (row.grantIds.length > 0) await setGrants(sql, row.id, []);
}

/** An edit holds all changed fields of its feature: saving over another page's edit would revert what that page changed. */
function isOutdated({ editsVersion }: { editsVersion: number }, { knownVersion }: { knownVersion?: number | undefined }): boolean {
  return knownVersion !== undefined && knownVersion !== editsVersion;
}

/** `editsVersion` before and after a change. A page that knows another `before` has missed somebody else's save. */
async function versionsAround(sql: SqlSession, actor: MemberActor, before: { id: string; editsVersion: number }): Promise<EditsMoved> {
  return { before: before.editsVersion, editsVersion: await editsVersionOf(sql, actor.communityId, before.id) };
}

export function discardEdits(core: Core, actor: MemberActor, input: z.infer<typeof discardEditsInput>): Promise<EditsMoved> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const { row } = await lockForAction(sql, actor, input.contributionId, "edit");
    if (isOutdated(row, input)) return { before: row.editsVersion, editsVersion: row.editsVersion };
    await deleteEdits(sql, { id: input.contributionId, communityId: actor.communityId }, input.editIds);
    return versionsAround(sql, actor, row);
  });
}

/** Submits the contribution for review. Invalid geometries and values that break a field's rule are refused. */
export function submitContribution(core: Core, actor: MemberActor, contributionId: string): Promise<Contribution> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const { row } = await lockForAction(sql, actor, contributionId, "submit");
    const owner = ownerOf(actor, row.id);
    if (actor.byGrants) {
      const layers = await editedLayers(sql, actor.communityId, await editedLayerIds(sql, owner), { isLocked: false });
      await assertSubmittable(sql, actor, row, layers);
    }
    await assertValidEdits(sql, owner);
    await setStatus(sql, actor.communityId, row.id, { status: "submitted", isSubmission: true });
    await auditAndEmit(sql, actor, row, "contribution.submitted");
    return describe(sql, actor, row.id);
  });
}

/** @throws DomainError when a value breaks its field's rule or an edit makes a geometry invalid, with the place of the fault */
export async function assertValidEdits(sql: SqlSession, owner: EditsOwner): Promise<void> {
  await assertFieldRules(sql, owner);
  const [faulty] = (await checkShapes(sql, owner)).faulty;
  if (!faulty) return;
  const { id, fid, reason, lon, lat } = faulty;
  throw new DomainError("invalid", "geometry-invalid", { editId: id, fid: fid ?? 0, reason, lon, lat }, "geometry");
}

/** Withdraws a contribution. A draft, which nobody else has seen, is deleted; others stay readable as withdrawn. */
export function withdrawContribution(core: Core, actor: MemberActor, contributionId: string): Promise<void> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const { row } = await lockForAction(sql, actor, contributionId, "withdraw");
    if (row.status === "draft") {
      await deleteContribution(sql, actor.communityId, row.id);
      return;
    }
    await setStatus(sql, actor.communityId, row.id, { status: "withdrawn" });
    await auditAndEmit(sql, actor, row, "contribution.withdrawn");
  });
}

/** Writes the audit entry and the outbox event of a change of a contribution. */
export async function auditAndEmit(
  sql: SqlSession,
  actor: MemberActor,
  row: { id: string; title: string; datasetId: string; datasetTitle: string },
  action: AuditAction,
): Promise<void> {
  const { communityId } = actor;
  const summary = { title: row.title, dataset: row.datasetTitle };
  const about = { communityId, actorId: actor.userId, resourceType: "contribution", resourceId: row.id };
  // By grants, a person is no member and writes no entry of the community.
  await wholly(sql, actor, async () => {
    await auditIn(sql, { ...about, action, summary });
    await emitIn(sql, action, communityId, { contributionId: row.id, datasetId: row.datasetId, actorId: actor.userId });
  });
}
