import type { Contribution, commentInput, resolveInput, reviewInput } from "@archipel/contracts/contributions.ts";
import type { z } from "zod";
import { editorScope, type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { assertSubmittable, wholly } from "../granted/service/judge.ts";
import { conflictingEdits, planMerge } from "../merge/merge-edits.ts";
import { setStatus } from "../queries/contributions.ts";
import { editedLayerIds, editsOf, ownerOf } from "../queries/edits.ts";
import { hasEdit, insertComment, insertReview } from "../queries/reviews.ts";
import { assertValidEdits, auditAndEmit } from "./drafts.ts";
import { describe } from "./read.ts";
import { resolveEdit } from "./resolve-edit.ts";
import { contributionWithRights, lockForDecision } from "./situation.ts";

/** A moderator approves, requests changes or rejects the edits that they have seen (`editsVersion`). Approving does not merge. */
export function reviewContribution(core: Core, actor: MemberActor, input: z.infer<typeof reviewInput>): Promise<Contribution> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { row } = await lockForDecision(sql, actor, input.contributionId, "review", input.editsVersion);
    if (input.verdict !== "approve" && input.comment === "") throw new DomainError("invalid", "reason-missing", {}, "comment");
    await insertReview(sql, actor.communityId, row.id, { reviewerId: actor.userId, ...input });
    if (input.verdict === "request-changes") await setStatus(sql, actor.communityId, row.id, { status: "changes-requested" });
    if (input.verdict === "reject") {
      await setStatus(sql, actor.communityId, row.id, { status: "rejected", decidedById: actor.userId, reason: input.comment });
    }
    await auditAndEmit(
      sql,
      actor,
      row,
      `contribution.${({ approve: "approved", "request-changes": "sent-back", reject: "rejected" } as const)[input.verdict]}`,
    );
    return describe(sql, actor, row.id);
  });
}

export function commentContribution(core: Core, actor: MemberActor, input: z.infer<typeof commentInput>): Promise<Contribution> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const { row, allowed } = await contributionWithRights(sql, actor, input.contributionId);
    if (!allowed.includes("comment"))
      throw new DomainError("forbidden", "contribution-not-allowed", { action: "comment", status: row.status });
    const editId = input.editId ?? null;
    if (editId !== null && !(await hasEdit(sql, row.id, editId))) throw new DomainError("not-found", "edit-not-found");
    await insertComment(sql, actor.communityId, row.id, { editId, authorId: actor.userId, body: input.body });
    await auditAndEmit(sql, actor, row, "contribution.commented");
    return describe(sql, actor, row.id);
  });
}

/**
 * Resolves conflicts: each edit is dropped, or rebased onto the current feature with the chosen values. Once none is left, the
 * contribution is submitted again.
 */
export function resolveConflicts(core: Core, actor: MemberActor, input: z.infer<typeof resolveInput>): Promise<Contribution> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const { row, rules } = await lockForDecision(sql, actor, input.contributionId, "resolve", input.editsVersion);
    const owner = ownerOf(actor, row.id);
    const layers = await editedLayers(sql, actor.communityId, await editedLayerIds(sql, owner), { isLocked: false });
    const ids = await wholly(sql, actor, () => conflictingEdits(sql, owner, layers));
    const edits = await editsOf(sql, owner, undefined, { ids });
    let left = 0;
    for (const [layerId, layer] of layers) {
      const own = edits.filter((edit) => edit.layerId === layerId);
      const plan = await wholly(sql, actor, () => planMerge(sql, layer, own));
      for (const context of plan.edits.filter(({ conflict }) => conflict !== null)) {
        const resolution = input.resolutions.find(({ editId }) => editId === context.edit.id);
        if (resolution)
          await resolveEdit(sql, { actor, contributionId: row.id }, layer, rules.lockedColumns[layerId] ?? [], context, resolution);
        else left++;
      }
    }
    // A resolution may bring a new geometry, which must be as valid as a submitted one.
    await assertValidEdits(sql, owner);
    if (left === 0) {
      await assertSubmittable(sql, actor, row, layers);
      await setStatus(sql, actor.communityId, row.id, { status: "submitted", isSubmission: true });
      await auditAndEmit(sql, actor, row, "contribution.resolved");
    }
    return describe(sql, actor, row.id);
  });
}
