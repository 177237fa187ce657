import { type Contribution, type EditRules, editRules } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { roleSuffices } from "../../../gate/permissions.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type Action, allowedActions, approvalsWithMerge, DEFAULT_RULES } from "../policy.ts";
import {
  type Approvals,
  type ContributionRow,
  contributionRow,
  countApprovals,
  lockContribution,
  rulesRow,
} from "../queries/contributions.ts";
import { isOutsideTerritory } from "../queries/territory.ts";

/** A contribution with what the caller may do with it. */
export interface Known {
  row: ContributionRow;
  rules: EditRules;
  approvals: Approvals;
  isAuthor: boolean;
  /** An edit lies outside the territory that the rules bind the caller to. */
  isOutside: boolean;
  allowed: Action[];
}

export async function rulesOf(sql: SqlSession, actor: Pick<MemberActor, "communityId">, datasetId: string): Promise<EditRules> {
  const row = await rulesRow(sql, actor.communityId, datasetId);
  return row ? editRules.parse(row) : DEFAULT_RULES;
}

/** The contribution itself, if the caller may know of it. Someone else's draft does not exist. */
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

/** The contribution as the caller may know of it, with what its dataset's rules say. */
export async function knownContribution(sql: SqlSession, actor: MemberActor, id: string): Promise<Known> {
  const { row, isAuthor } = await readableContribution(sql, actor, id);
  const rules = await rulesOf(sql, actor, row.datasetId);
  const approvals = await countApprovals(sql, actor.communityId, id, actor.userId);
  const hasEdits = row.inserted + row.updated + row.deleted > 0;
  const isOutside = rules.territoryCounts && (await isOutsideTerritory(sql, actor, id));
  const { status, origin } = row;
  return {
    row,
    rules,
    approvals,
    isAuthor,
    isOutside,
    allowed: allowedActions({
      ...{ status, origin, isAuthor, role: actor.role, rules, hasEdits, isOutside },
      ...{ approvals: approvals.given, hasApproved: approvals.isMine },
    }),
  };
}

/** The same, held still until the transaction ends, and refused when the caller may not do what is asked. */
export async function contributionFor(sql: SqlSession, actor: MemberActor, id: string, action: Action): Promise<Known> {
  if (!(await lockContribution(sql, actor.communityId, id))) throw new DomainError("not-found", "contribution-not-found");
  const known = await knownContribution(sql, actor, id);
  if (known.allowed.includes(action)) return known;
  throw refusal(known, action);
}

/**
 * The same for a decision about the edits: what is decided is what was looked at, however many more came meanwhile.
 *
 * @param editsVersion the state of the edits that the person has seen
 */
export async function decidedContribution(
  sql: SqlSession,
  actor: MemberActor,
  id: string,
  action: Action,
  editsVersion: number,
): Promise<Known> {
  const known = await contributionFor(sql, actor, id, action);
  if (known.row.editsVersion !== editsVersion) throw new DomainError("conflict", "contribution-changed", { title: known.row.title });
  return known;
}

function refusal({ row, rules, approvals, isAuthor, isOutside }: Known, action: Action): DomainError {
  if (action === "submit" && !rules.isOpen) return new DomainError("forbidden", "contributions-closed");
  if ((action === "submit" || action === "merge") && row.inserted + row.updated + row.deleted === 0) {
    return new DomainError("invalid", "contribution-empty");
  }
  const isShort = approvalsWithMerge({ approvals: approvals.given, hasApproved: approvals.isMine, isAuthor }) < rules.approvals;
  if (action === "merge" && row.status === "submitted" && isShort) {
    return new DomainError("forbidden", "approvals-missing", { given: approvals.given, needed: rules.approvals });
  }
  const isOver: Contribution["status"][] = ["merged", "rejected", "withdrawn"];
  if (isOver.includes(row.status)) return new DomainError("conflict", "contribution-over", { status: row.status });
  if (isOutside && ["merge", "review", "resolve"].includes(action)) return new DomainError("forbidden", "outside-territory");
  return new DomainError("forbidden", "contribution-not-allowed", { action, status: row.status });
}
