import type { Contribution, ContributionOrigin, ContributionStatus, EditRules, ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { roleSuffices } from "../../gate/permissions.ts";

export type Action = Contribution["allowed"][number];

/** The edit rules of a dataset that has none of its own. */
export const DEFAULT_RULES: EditRules = { isOpen: true, directRole: "manager", approvals: 1, territoryCounts: false, lockedColumns: {} };

/** Statuses in which the author can still change a contribution. */
const OPEN_TO_AUTHOR: readonly ContributionStatus[] = ["draft", "changes-requested", "conflicting"];
/** Statuses in which moderators decide. */
const IN_REVIEW: readonly ContributionStatus[] = ["submitted", "conflicting"];

export interface Situation {
  status: ContributionStatus;
  origin: ContributionOrigin;
  isAuthor: boolean;
  role: Role;
  rules: EditRules;
  /** How many people other than the author approved it as it is. `hasApproved`: the person who asks is one of them. */
  approvals: number;
  hasApproved: boolean;
  hasEdits: boolean;
  /** An edit lies outside the person's territory, and the dataset's rules require that none does. */
  isOutside: boolean;
  /** The author's grants allow each edit without review. */
  isDirect?: boolean;
}

/** What a person may do with a contribution in its current state. */
export function allowedActions(situation: Situation): Action[] {
  const { status, origin, isAuthor, role, rules, hasEdits, isOutside } = situation;
  const isModerator = roleSuffices(role, "moderator");
  const actions: Action[] = [];
  // An edit that a report proposes stays a draft until a moderator accepts the report.
  if (origin === "report" && status === "draft") return actions;
  const allow = (action: Action, isAllowed: boolean) => {
    if (isAllowed) actions.push(action);
  };
  allow("edit", isAuthor && (OPEN_TO_AUTHOR.includes(status) || isGathering(situation)));
  allow("submit", isAuthor && hasEdits && rules.isOpen && (status === "draft" || status === "changes-requested"));
  allow("withdraw", isAuthor && (status === "submitted" || OPEN_TO_AUTHOR.includes(status)));
  allow("review", isModerator && !isAuthor && !isOutside && IN_REVIEW.includes(status));
  allow("merge", hasEdits && !isOutside && mayMerge(situation));
  allow("resolve", status === "conflicting" && (isAuthor || (isModerator && !isOutside)));
  allow("revert", status === "merged" && isModerator);
  allow("comment", status !== "draft" || isAuthor);
  return actions;
}

/** A program (QGIS, a script) sends feature by feature, and each is submitted at once. Its author may add more until somebody approves. */
function isGathering({ status, origin, approvals }: Situation): boolean {
  return status === "submitted" && origin === "api" && approvals === 0;
}

/** Authors merge their own edits without review if the rules, or the grants by which they edit, allow it. Otherwise approvals are needed; merging counts as one. */
function mayMerge(situation: Situation): boolean {
  const { status, isAuthor, role, rules, isDirect = false } = situation;
  const isTrusted = roleSuffices(role, rules.directRole) || (isDirect && rules.isOpen);
  if (isAuthor && isTrusted && ["draft", "submitted", "changes-requested"].includes(status)) return true;
  if (!IN_REVIEW.includes(status) || !roleSuffices(role, "moderator")) return false;
  return approvalsWithMerge(situation) >= rules.approvals;
}

/** Approvals that a contribution has once this person merges it. Each person counts once, the author never. */
export function approvalsWithMerge({
  approvals,
  hasApproved,
  isAuthor,
}: Pick<Situation, "approvals" | "hasApproved" | "isAuthor">): number {
  return approvals + (isAuthor || hasApproved ? 0 : 1);
}

type Drawing = Extract<ProposedEdit, { operation: "insert" | "update" }>;

/** Whether an edit sets a new geometry. */
export function isDrawn(edit: ProposedEdit): edit is Drawing {
  return edit.operation !== "delete" && edit.geometry !== undefined && edit.geometry !== null;
}
