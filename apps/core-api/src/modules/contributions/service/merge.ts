import type { EditDiff, MergeOutcome, mergeInput } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { editorScope, type MemberActor } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { type EditedLayer, editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { writeVersions } from "../../../layer-store/revisions/write-changes.ts";
import { momentOf } from "../../../layer-store/revisions/write-history-first.ts";
import { followEdits } from "../../layers/refresh/follow-edits.ts";
import { backAsEditor, merging } from "../granted/service/judge.ts";
import { seenBy } from "../granted/service/seen.ts";
import { type MergePlan, planMerge } from "../merge/merge-edits.ts";
import { recordMerge } from "../merge/record-merge.ts";
import { setStatus } from "../queries/contributions.ts";
import { editsOf, ownerOf, type StoredEdit } from "../queries/edits.ts";
import { diffsOf } from "./diff.ts";
import { assertValidEdits } from "./drafts.ts";
import { type ContributionWithRights, lockForDecision } from "./situation.ts";

/**
 * Merges a contribution into its layers, in one transaction. If somebody else changed the same values in the meantime, nothing is
 * written, the contribution becomes `conflicting`, and the conflicts are returned.
 *
 * Only the edits that the person has seen are merged (`editsVersion`). The person's rights are checked; a worker of the community writes,
 * because among members only managers may write layer tables.
 */
export async function mergeContribution(core: Core, actor: MemberActor, input: z.infer<typeof mergeInput>): Promise<MergeOutcome> {
  const outcome = await (actor.byGrants ? mergeGranted(core, actor, input) : mergeByRole(core, actor, input));
  if (outcome.outcome !== "merged") return outcome;
  core.news.edited(outcome.revisions.map(({ layerId }) => layerId));
  // Revisions count edits that a person by grants does not see.
  return actor.byGrants ? { ...outcome, revisions: outcome.revisions.map((one) => ({ ...one, revision: 0 })) } : outcome;
}

function mergeByRole(core: Core, actor: MemberActor, input: z.infer<typeof mergeInput>): Promise<MergeOutcome> {
  return core.database.sqlAs({ role: "worker", communityId: actor.communityId }, async (sql) =>
    mergeLocked(sql, actor, await lockForDecision(sql, actor, input.contributionId, "merge", input.editsVersion)),
  );
}

/** The author's grants allow the changes without review. They are asked in the author's scope, and by the database again after the writing. */
function mergeGranted(core: Core, actor: MemberActor, input: z.infer<typeof mergeInput>): Promise<MergeOutcome> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const known = await lockForDecision(sql, actor, input.contributionId, "merge", input.editsVersion);
    await assertValidEdits(sql, ownerOf(actor, known.row.id));
    return merging(sql, actor, () => mergeLocked(sql, actor, known));
  });
}

/** Merges a contribution that this worker's transaction has locked. The caller must call `core.news.edited` after the commit. */
export async function mergeLocked(sql: SqlSession, actor: MemberActor, { row }: ContributionWithRights): Promise<MergeOutcome> {
  const { communityId, userId } = actor;
  const edits = await editsOf(sql, { id: row.id, communityId });
  const layers = await editedLayers(
    sql,
    communityId,
    edits.map(({ layerId }) => layerId),
    { isLocked: true },
  );
  const plans: { layer: EditedLayer; plan: MergePlan }[] = [];
  for (const [layerId, layer] of layers) {
    const own: StoredEdit[] = edits.filter((edit) => edit.layerId === layerId);
    plans.push({ layer, plan: await planMerge(sql, layer, own) });
  }
  const about = { communityId, actorId: userId, resourceType: "contribution", resourceId: row.id };
  const summary = { title: row.title, dataset: row.datasetTitle };
  if (plans.some(({ plan }) => plan.edits.some(({ conflict }) => conflict !== null))) {
    await setStatus(sql, communityId, row.id, { status: "conflicting" });
    await emitIn(sql, "contribution.conflicting", communityId, { contributionId: row.id, datasetId: row.datasetId, actorId: userId });
    const conflicts: EditDiff[] = [];
    for (const { layer, plan } of plans) {
      const conflicting = plan.edits.filter(({ conflict }) => conflict);
      conflicts.push(...(await shownTo(sql, actor, layer, conflicting)));
    }
    return { outcome: "conflicting", conflicts };
  }
  const signature = { contributionId: row.id, authorId: row.authorId, at: await momentOf(sql, [...layers.keys()]) };
  const revisions: { layerId: string; revision: number }[] = [];
  for (const { layer, plan } of plans) {
    if (plan.versions.length === 0) continue;
    const touched = await writeVersions(
      sql,
      layer.spec,
      layer.createdAt,
      plan.versions.map(({ next }) => next),
      signature,
    );
    const fids = plan.versions.map(({ next }) => next.fid);
    await followEdits(sql, layer, fids, touched);
    revisions.push({ layerId: layer.spec.layerId, revision: await recordMerge(sql, layer, plan, touched.boxes, signature) });
  }
  await setStatus(sql, communityId, row.id, { status: "merged", decidedById: userId });
  await auditIn(sql, { ...about, action: "contribution.merged", summary });
  await emitIn(sql, "contribution.merged", communityId, { contributionId: row.id, datasetId: row.datasetId, actorId: userId });
  return { outcome: "merged", revisions };
}

/** Edits as the person who merges sees them. */
function shownTo(sql: SqlSession, actor: MemberActor, layer: EditedLayer, edits: MergePlan["edits"]) {
  if (!actor.byGrants) return diffsOf(sql, layer, edits);
  return backAsEditor(sql, actor, async () => {
    const seen = await seenBy(sql, actor, layer, edits);
    return diffsOf(sql, seen.layer, seen.contexts);
  });
}
