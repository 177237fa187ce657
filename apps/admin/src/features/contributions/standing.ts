import type { Contribution, ContributionStatus } from "@archipel/contracts/contributions.ts";

/** Statuses that wait for a moderator, and those that wait for the author. */
export const WAITING: readonly ContributionStatus[] = ["submitted", "conflicting"];
export const WITH_AUTHOR: readonly ContributionStatus[] = ["changes-requested", "conflicting"];

export interface Standpoint {
  /** The number of edits in conflict with the layer as it is now. */
  readonly conflicts: number;
  readonly isAuthor: boolean;
  readonly isModerator: boolean;
}

/** The state of a contribution and what blocks its merge: keys of `admin.contributions.standing`. The first one is the main one. */
export type Standing =
  | "draft"
  | "draft-direct"
  | "empty"
  | "conflicts"
  | "approvals-missing"
  | "approved-by-me"
  | "own"
  | "outside-territory"
  | "moderator-needed"
  | "with-author"
  | "clear"
  | "merged"
  | "rejected"
  | "withdrawn";

export function standingOf(contribution: Contribution, { conflicts, isAuthor, isModerator }: Standpoint): Standing[] {
  const { status, allowed, approvals, edits } = contribution;
  if (status === "merged" || status === "rejected" || status === "withdrawn") return [status];
  const standing: Standing[] = [];
  const isEmpty = edits.inserted + edits.updated + edits.deleted === 0;
  if (isEmpty) standing.push("empty");
  else if (status === "conflicting" || conflicts > 0) standing.push("conflicts");
  if (status === "draft") standing.push(allowed.includes("merge") ? "draft-direct" : "draft");
  if (status === "changes-requested") standing.push("with-author");
  const isWaiting = WAITING.includes(status) && !isEmpty && !allowed.includes("merge");
  if (isWaiting && isAuthor && isModerator) standing.push("own");
  else if (isWaiting && isModerator && contribution.isOutsideTerritory) standing.push("outside-territory");
  else if (isWaiting && isModerator && missingApprovals(contribution) > 0) standing.push("approvals-missing");
  else if (isWaiting && !isModerator) standing.push("moderator-needed");
  if (WAITING.includes(status) && approvals.isMine) standing.push("approved-by-me");
  return standing.length === 0 ? ["clear"] : standing;
}

/** How many other people must still approve. A merge counts as the approval of the person who merges. */
export function missingApprovals({ approvals }: Pick<Contribution, "approvals">): number {
  return Math.max(0, approvals.needed - approvals.given - (approvals.isMine ? 0 : 1));
}
