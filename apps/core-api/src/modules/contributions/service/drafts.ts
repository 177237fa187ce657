import { randomUUID } from "node:crypto";
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
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { refuseBreach } from "../edits/rules.ts";
import { refuseTooMany, storeEdits } from "../edits/store.ts";
import { deleteEdits } from "../queries/change-edits.ts";
import { editsVersionOf, setStatus } from "../queries/contributions.ts";
import { hasDataset } from "../queries/datasets.ts";
import { type EditsOwner, invalidEdit } from "../queries/edits.ts";
import { deleteContribution, insertDraft, openDraftId, setDescription } from "../queries/open-contributions.ts";
import { touchContribution } from "../queries/take-imported.ts";
import { describe } from "./read.ts";
import { contributionFor, rulesOf } from "./situation.ts";

/** What an author does with a contribution before others see it. All of it in the author's own database scope. */

/** The person's open draft of a dataset: the one that is there, else a new one. */
export function createContribution(core: Core, actor: MemberActor, input: z.input<typeof createContributionInput>): Promise<Contribution> {
  return core.database.sqlAs(memberScope(actor), async (sql) => describe(sql, actor, await draftOf(sql, actor, input)));
}

/** The same, in a transaction that is open already; gives its id. */
export async function draftOf(sql: SqlSession, actor: MemberActor, input: z.input<typeof createContributionInput>): Promise<string> {
  await openDataset(sql, actor, input.datasetId);
  const id = randomUUID();
  // Two tabs that begin at once: the second waits for the first and finds its draft.
  const { datasetId, title, message = "", origin = "editor" } = input;
  const isMade = await insertDraft(sql, actor.communityId, { id, datasetId, authorId: actor.userId, title, message, origin });
  return isMade ? id : openDraft(sql, actor, input.datasetId);
}

async function openDraft(sql: SqlSession, actor: MemberActor, datasetId: string): Promise<string> {
  const draftId = await openDraftId(sql, actor.communityId, datasetId, actor.userId);
  // It was submitted or taken back in this very moment.
  if (draftId === undefined) throw new DomainError("conflict", "try-again");
  return draftId;
}

/** @throws DomainError when the dataset is not the community's, or takes no contributions */
async function openDataset(sql: SqlSession, actor: MemberActor, datasetId: string): Promise<void> {
  if (!(await hasDataset(sql, actor.communityId, datasetId))) throw new DomainError("not-found", "dataset-not-found");
  if (!(await rulesOf(sql, actor, datasetId)).isOpen) throw new DomainError("forbidden", "contributions-closed");
}

export function describeContribution(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof describeContributionInput>,
): Promise<Contribution> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await contributionFor(sql, actor, input.contributionId, "edit");
    await setDescription(sql, actor.communityId, input.contributionId, input);
    return describe(sql, actor, input.contributionId);
  });
}

/** Takes changes into the draft; gives the ids under which they are kept, in the order of the input, and what they were added to. */
export function saveEdits(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof saveEditsInput>,
): Promise<EditsMoved & { editIds: string[] }> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { row, rules } = await contributionFor(sql, actor, input.contributionId, "edit");
    const owner = { id: row.id, communityId: actor.communityId };
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
      const stored = await storeEdits(sql, owner, layer, rules.lockedColumns[layerId] ?? [], own);
      for (const [index, edit] of own.entries()) ids.set(edit, stored[index] ?? "");
    }
    await refuseTooMany(sql, owner);
    // What moderators see already is never broken.
    if (row.status === "submitted") await refuseInvalid(sql, owner);
    await touchContribution(sql, owner);
    return { editIds: input.edits.map((edit) => ids.get(edit) ?? ""), ...(await movedFrom(sql, actor, row)) };
  });
}

/** The versions of the edits around a change of them. A page that knew another one before has missed what somebody else saved. */
async function movedFrom(sql: SqlSession, actor: MemberActor, before: { id: string; editsVersion: number }): Promise<EditsMoved> {
  return { before: before.editsVersion, editsVersion: await editsVersionOf(sql, actor.communityId, before.id) };
}

export function discardEdits(core: Core, actor: MemberActor, input: z.infer<typeof discardEditsInput>): Promise<EditsMoved> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { row } = await contributionFor(sql, actor, input.contributionId, "edit");
    await deleteEdits(sql, { id: input.contributionId, communityId: actor.communityId }, input.editIds);
    return movedFrom(sql, actor, row);
  });
}

/** Hands the contribution to the moderators. What is no shape or breaks a field's rule is refused here. */
export function submitContribution(core: Core, actor: MemberActor, contributionId: string): Promise<Contribution> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { row } = await contributionFor(sql, actor, contributionId, "submit");
    await refuseInvalid(sql, { id: row.id, communityId: actor.communityId });
    await setStatus(sql, actor.communityId, row.id, { status: "submitted", isSubmission: true });
    await tell(sql, actor, row, "contribution.submitted");
    return describe(sql, actor, row.id);
  });
}

/** @throws DomainError when a shape of the contribution crosses itself, with the place where it does, or a value breaks its field's rule */
export async function refuseInvalid(sql: SqlSession, owner: EditsOwner): Promise<void> {
  await refuseBreach(sql, owner);
  const invalid = await invalidEdit(sql, owner);
  if (!invalid) return;
  const { id, fid, reason, lon, lat } = invalid;
  throw new DomainError("invalid", "geometry-invalid", { editId: id, fid: fid ?? 0, reason, lon, lat }, "geometry");
}

/** Takes the contribution back. A draft that was never shown is gone; what others have seen stays readable as withdrawn. */
export function withdrawContribution(core: Core, actor: MemberActor, contributionId: string): Promise<void> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { row } = await contributionFor(sql, actor, contributionId, "withdraw");
    if (row.status === "draft") {
      await deleteContribution(sql, actor.communityId, row.id);
      return;
    }
    await setStatus(sql, actor.communityId, row.id, { status: "withdrawn" });
    await tell(sql, actor, row, "contribution.withdrawn");
  });
}

/** The journal and the news of what happened to a contribution. */
export async function tell(
  sql: SqlSession,
  actor: MemberActor,
  row: { id: string; title: string; datasetId: string; datasetTitle: string },
  action: string,
): Promise<void> {
  const { communityId } = actor;
  const summary = { title: row.title, dataset: row.datasetTitle };
  await auditIn(sql, { communityId, actorId: actor.userId, action, resourceType: "contribution", resourceId: row.id, summary });
  await emitIn(sql, action, communityId, { contributionId: row.id, datasetId: row.datasetId, actorId: actor.userId });
}
