import type { Contribution, ContributionOrigin, ContributionStatus, EditRules, ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { roleSuffices } from "../../gate/permissions.ts";

export type Action = Contribution["allowed"][number];

/** How a dataset without rules of its own is edited. */
export const DEFAULT_RULES: EditRules = { isOpen: true, directRole: "manager", approvals: 1, territoryCounts: false, lockedColumns: {} };

/** Where an author still works on a contribution. */
const OPEN_TO_AUTHOR: readonly ContributionStatus[] = ["draft", "changes-requested", "conflicting"];
/** Where moderators decide. */
const IN_REVIEW: readonly ContributionStatus[] = ["submitted", "conflicting"];

export interface Situation {
  status: ContributionStatus;
  origin: ContributionOrigin;
  isAuthor: boolean;
  role: Role;
  rules: EditRules;
  /** Different people, the author apart, who approved it as it is; `hasApproved`: the asking person is one of them. */
  approvals: number;
  hasApproved: boolean;
  hasEdits: boolean;
  /** An edit lies outside the territory that the rules bind the person to. */
  isOutside: boolean;
}

/** What a person may do with a contribution as it stands. */
export function allowedActions(situation: Situation): Action[] {
  const { status, origin, isAuthor, role, rules, hasEdits, isOutside } = situation;
  const isModerator = roleSuffices(role, "moderator");
  const actions: Action[] = [];
  // What a report proposes waits for the report to be accepted.
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

/** What QGIS or a script sends comes feature by feature and is submitted at once: more may follow until somebody approves what is there. */
function isGathering({ status, origin, approvals }: Situation): boolean {
  return status === "submitted" && origin === "api" && approvals === 0;
}

/** One's own edits merge without review when the dataset's rules say so; others' when enough people approved, the merging one included. */
function mayMerge(situation: Situation): boolean {
  const { status, isAuthor, role, rules } = situation;
  if (isAuthor && roleSuffices(role, rules.directRole) && ["draft", "submitted", "changes-requested"].includes(status)) return true;
  if (!IN_REVIEW.includes(status) || !roleSuffices(role, "moderator")) return false;
  return approvalsWithMerge(situation) >= rules.approvals;
}

/** How many people stand behind a contribution once the asking person merges it: nobody counts twice, nor for one's own. */
export function approvalsWithMerge({
  approvals,
  hasApproved,
  isAuthor,
}: Pick<Situation, "approvals" | "hasApproved" | "isAuthor">): number {
  return approvals + (isAuthor || hasApproved ? 0 : 1);
}

type Drawing = Extract<ProposedEdit, { operation: "insert" | "update" }>;

/** Whether an edit brings a new shape. */
export function isDrawn(edit: ProposedEdit): edit is Drawing {
  return edit.operation !== "delete" && edit.geometry !== undefined && edit.geometry !== null;
}
