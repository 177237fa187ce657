import { type Contribution, type EditRules, editRules } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { roleSuffices } from "../../../gate/permissions.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { isDirect, recordGrants } from "../granted/service/judge.ts";
import { type Action, allowedActions, approvalsWithMerge, DEFAULT_RULES } from "../policy.ts";
import {
  type Approvals,
  type ContributionRow,
  contributionRow,
  countApprovals,
  lockContribution,
  rulesRow,
} from "../queries/contributions.ts";
import { editedLayerIds } from "../queries/edits.ts";
import { isOutsideTerritory } from "../queries/territory.ts";

/** A contribution, its dataset's rules, and what the caller may do with it. */
export interface ContributionWithRights {
  row: ContributionRow;
  rules: EditRules;
  approvals: Approvals;
  isAuthor: boolean;
  /** An edit lies outside the caller's territory, and the dataset's rules require that none does. */
  isOutside: boolean;
  allowed: Action[];
}

export async function rulesOf(sql: SqlSession, actor: Pick<MemberActor, "communityId">, datasetId: string): Promise<EditRules> {
  const row = await rulesRow(sql, actor.communityId, datasetId);
  return row ? editRules.parse(row) : DEFAULT_RULES;
}

/** @throws DomainError when the caller may not see the contribution; somebody else's draft counts as missing */
export async function readableContribution(
  sql: SqlSession,
  actor: MemberActor,
  id: string,
): Promise<{ row: ContributionRow; isAuthor: boolean }> {
  const row = await contributionRow(sql, actor.communityId, id);
  const isAuthor = row?.authorId === actor.userId;
  const isProposedByReport = row?.origin === "report" && roleSuffices(actor.role, "moderator");
  if (!row || (row.status === "draft" && !(row.origin === "report" ? isProposedByReport : isAuthor)))
    throw new DomainError("not-found", "contribution-not-found");
  return { row, isAuthor };
}

/** @throws DomainError when the caller may not see the contribution */
export async function contributionWithRights(sql: SqlSession, actor: MemberActor, id: string): Promise<ContributionWithRights> {
  const { row, isAuthor } = await readableContribution(sql, actor, id);
  const rules = await rulesOf(sql, actor, row.datasetId);
  const approvals = await countApprovals(sql, actor.communityId, id, actor.userId);
  const hasEdits = row.inserted + row.updated + row.deleted > 0;
  const isOutside = rules.territoryCounts && (await isOutsideTerritory(sql, actor, id));
  const { status, origin } = row;
  const mayBeDirect = actor.byGrants && isAuthor && hasEdits && rules.isOpen && !isOver(status);
  const direct = mayBeDirect === true && (await isDirect(sql, id, await editedLayerIds(sql, { id, communityId: actor.communityId })));
  return {
    row,
    rules,
    approvals,
    isAuthor,
    isOutside,
    allowed: allowedActions({
      ...{ status, origin, isAuthor, role: actor.role, rules, hasEdits, isOutside, isDirect: direct },
      ...{ approvals: approvals.given, hasApproved: approvals.isMine },
    }),
  };
}

/** The same with a lock until the transaction ends. @throws DomainError when the caller may not do this */
export async function lockForAction(sql: SqlSession, actor: MemberActor, id: string, action: Action): Promise<ContributionWithRights> {
  if (!(await lockContribution(sql, actor.communityId, id))) throw new DomainError("not-found", "contribution-not-found");
  const known = await contributionWithRights(sql, actor, id);
  if (known.allowed.includes(action)) {
    // Begun by a role that the author no longer holds: from now on it is an edit by grants.
    if (actor.byGrants && known.row.grantIds.length === 0) await recordGrants(sql, actor, known.row);
    return known;
  }
  throw refusal(known, action);
}

/**
 * The same for a decision about the edits. It is refused when the edits changed since the person saw them.
 *
 * @param editsVersion the version of the edits that the person has seen
 */
export async function lockForDecision(
  sql: SqlSession,
  actor: MemberActor,
  id: string,
  action: Action,
  editsVersion: number,
): Promise<ContributionWithRights> {
  const known = await lockForAction(sql, actor, id, action);
  if (known.row.editsVersion !== editsVersion) throw new DomainError("conflict", "contribution-changed", { title: known.row.title });
  return known;
}

const isOver = (status: Contribution["status"]) => status === "merged" || status === "rejected" || status === "withdrawn";

function refusal({ row, rules, approvals, isAuthor, isOutside }: ContributionWithRights, action: Action): DomainError {
  if (action === "submit" && !rules.isOpen) return new DomainError("forbidden", "contributions-closed");
  if ((action === "submit" || action === "merge") && row.inserted + row.updated + row.deleted === 0) {
    return new DomainError("invalid", "contribution-empty");
  }
  const isShort = approvalsWithMerge({ approvals: approvals.given, hasApproved: approvals.isMine, isAuthor }) < rules.approvals;
  if (action === "merge" && row.status === "submitted" && isShort) {
    return new DomainError("forbidden", "approvals-missing", { given: approvals.given, needed: rules.approvals });
  }
  if (isOver(row.status)) return new DomainError("conflict", "contribution-over", { status: row.status });
  if (isOutside && ["merge", "review", "resolve"].includes(action)) return new DomainError("forbidden", "outside-territory");
  return new DomainError("forbidden", "contribution-not-allowed", { action, status: row.status });
}
