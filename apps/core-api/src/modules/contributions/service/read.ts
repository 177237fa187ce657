import {
  type Contribution,
  type ContributionSummary,
  contributionOrigin,
  type EditDiff,
  type EditsPage,
  type listContributionsInput,
  type listEditsInput,
  verdict,
} from "@archipel/contracts/contributions.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { countEdits, editsOf } from "../edits/store.ts";
import { editedLayers } from "../merge/edited-layer.ts";
import { planMerge } from "../merge/merge-edits.ts";
import { type ContributionRow, commentRows, contributionRows, reviewRows } from "../queries.ts";
import { diffsOf } from "./diff.ts";
import { knownContribution } from "./situation.ts";

function summaryOf(row: ContributionRow): ContributionSummary {
  const { id, communityId, datasetId, datasetTitle, title, status, authorId, authorName, createdAt, submittedAt, decidedAt } = row;
  const { inserted, updated, deleted, editsVersion } = row;
  const origin = contributionOrigin.parse(row.origin);
  const about = { id, communityId, datasetId, datasetTitle, title, status, origin, authorId, authorName };
  return { ...about, edits: { inserted, updated, deleted }, editsVersion, createdAt, submittedAt, decidedAt };
}

/** Contributions of the community that the caller may see: the queue of its moderators, or one's own. */
export function listContributions(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof listContributionsInput>,
): Promise<Page<ContributionSummary>> {
  const offset = offsetOf(input.cursor);
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const filter = {
      status: input.status?.length ? input.status : null,
      datasetId: input.datasetId ?? null,
      authorId: input.isMine ? actor.userId : null,
      inTerritoryOf: input.isInTerritory ? actor.userId : null,
    };
    const { rows, total } = await contributionRows(sql, actor.communityId, filter, { limit: input.limit, offset });
    return pageFrom(rows.map(summaryOf), total, offset);
  });
}

export function getContribution(core: Core, actor: MemberActor, contributionId: string): Promise<Contribution> {
  return core.database.sqlAs(memberScope(actor), (sql) => describe(sql, actor, contributionId));
}

/** A contribution in full, in a transaction that is open already. */
export async function describe(sql: SqlSession, actor: MemberActor, contributionId: string): Promise<Contribution> {
  const { row, rules, approvals, isOutside, allowed } = await knownContribution(sql, actor, contributionId);
  const reviews = await reviewRows(sql, actor.communityId, contributionId);
  return {
    ...summaryOf(row),
    message: row.message,
    reason: row.reason,
    decidedByName: row.decidedByName,
    revertsId: row.revertsId,
    allowed,
    isOutsideTerritory: isOutside,
    approvals: { given: approvals, needed: rules.approvals },
    reviews: reviews.map((review) => ({ ...review, verdict: verdict.parse(review.verdict) })),
    comments: await commentRows(sql, actor.communityId, contributionId),
  };
}

/** The changes of a contribution beside what they change, and where they conflict with what the layers hold now. */
export function listEdits(core: Core, actor: MemberActor, input: z.infer<typeof listEditsInput>): Promise<EditsPage> {
  const offset = offsetOf(input.cursor);
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { row } = await knownContribution(sql, actor, input.contributionId);
    const owner = { id: row.id, communityId: actor.communityId };
    const total = await countEdits(sql, owner);
    const edits = await editsOf(sql, owner, { limit: input.limit, offset });
    const layers = await editedLayers(
      sql,
      actor.communityId,
      edits.map(({ layerId }) => layerId),
      { isLocked: false },
    );
    const isOver = row.status === "merged" || row.status === "rejected" || row.status === "withdrawn";
    const diffs = new Map<string, EditDiff>();
    for (const [layerId, layer] of layers) {
      const plan = await planMerge(
        sql,
        layer,
        edits.filter((edit) => edit.layerId === layerId),
      );
      const shown = isOver ? plan.edits.map((context) => ({ ...context, conflict: null })) : plan.edits;
      for (const diff of await diffsOf(sql, layer, shown, input.shapes)) diffs.set(diff.id, diff);
    }
    const page = pageFrom(
      edits.flatMap(({ id }) => diffs.get(id) ?? []),
      total,
      offset,
    );
    return { ...page, editsVersion: row.editsVersion };
  });
}
