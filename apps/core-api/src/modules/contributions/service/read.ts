import {
  type Contribution,
  type ContributionSummary,
  contributionOrigin,
  type listContributionsInput,
  verdict,
} from "@archipel/contracts/contributions.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { editorScope, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { grantsShown } from "../granted/service/shown.ts";
import { type ContributionRow, commentRows, contributionRows, reviewRows } from "../queries/contributions.ts";
import { contributionWithRights } from "./situation.ts";

function summaryOf(row: ContributionRow): ContributionSummary {
  const { id, communityId, datasetId, datasetTitle, title, status, authorId, authorName, createdAt, submittedAt, decidedAt } = row;
  const { inserted, updated, deleted, editsVersion } = row;
  const origin = contributionOrigin.parse(row.origin);
  const about = { id, communityId, datasetId, datasetTitle, title, status, origin, authorId, authorName };
  return { ...about, edits: { inserted, updated, deleted }, editsVersion, createdAt, submittedAt, decidedAt };
}

/** A page of the community's contributions that the caller may see. */
export function listContributions(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof listContributionsInput>,
): Promise<Page<ContributionSummary>> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const filter = {
      status: input.status?.length ? input.status : null,
      datasetId: input.datasetId ?? null,
      authorId: input.isMine ? actor.userId : null,
      inTerritoryOf: input.isInTerritory ? actor.userId : null,
      search: input.search?.trim() || null,
    };
    const { rows, total, nextCursor } = await contributionRows(sql, actor.communityId, filter, input);
    return { items: rows.map(summaryOf), total, nextCursor };
  });
}

export function getContribution(core: Core, actor: MemberActor, contributionId: string): Promise<Contribution> {
  return core.database.sqlAs(editorScope(actor), (sql) => describe(sql, actor, contributionId));
}

/** A contribution with its reviews and comments, read in an open transaction. */
export async function describe(sql: SqlSession, actor: MemberActor, contributionId: string): Promise<Contribution> {
  const { row, rules, approvals, isOutside, allowed } = await contributionWithRights(sql, actor, contributionId);
  const reviews = await reviewRows(sql, actor.communityId, contributionId);
  return {
    ...summaryOf(row),
    message: row.message,
    reason: row.reason,
    decidedByName: row.decidedByName,
    revertsId: row.revertsId,
    allowed,
    grants: await grantsShown(sql, actor, row.grantIds),
    isOutsideTerritory: isOutside,
    approvals: { ...approvals, needed: rules.approvals },
    reviews: reviews.map((review) => ({ ...review, verdict: verdict.parse(review.verdict) })),
    comments: await commentRows(sql, actor.communityId, contributionId),
  };
}
