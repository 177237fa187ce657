import type { Role } from "@archipel/contracts/members.ts";
import { openStatuses, reportStatuses } from "@archipel/contracts/report-statuses.ts";
import type { PortalReporting, Reporting, ReportReview, ReportSettings, ReportStatus, ReviewState } from "@archipel/contracts/reports.ts";
import { roleSuffices } from "../../gate/permissions.ts";
import { DomainError } from "../../kernel/domain-error.ts";

export const DEFAULT_SETTINGS: ReportSettings = { statuses: {}, daysToAnswer: 30 };

/** Statuses that a community cannot switch off: received, taken into account, refused. */
const ALWAYS_ACTIVE: readonly ReportStatus[] = ["submit", "valid", "reject"];
const CLOSED = reportStatuses.filter((status) => !openStatuses.includes(status));

/** Statuses to which a report may go. A manager can reopen a closed report. */
const FOLLOWING: Record<ReportStatus, readonly ReportStatus[]> = {
  submit: ["pending0", "pending", "pending1", "pending2", ...CLOSED],
  pending0: ["pending", "pending1", "pending2", ...CLOSED],
  pending: ["pending0", "pending1", "pending2", ...CLOSED],
  pending1: ["pending", "pending2", ...CLOSED],
  pending2: ["pending", "pending1", ...CLOSED],
  valid: ["pending0", "pending"],
  valid0: ["pending0", "pending"],
  reject: ["pending0", "pending"],
  reject0: ["pending0", "pending"],
};

export function isOpen(status: ReportStatus): boolean {
  return openStatuses.includes(status);
}

export function isActive(status: ReportStatus, settings: ReportSettings): boolean {
  return ALWAYS_ACTIVE.includes(status) || settings.statuses[status]?.isActive !== false;
}

/** The statuses that a person of this role may set. */
export function nextStatuses(status: ReportStatus, role: Role, settings: ReportSettings): ReportStatus[] {
  if (!isOpen(status) && !roleSuffices(role, "manager")) return [];
  return FOLLOWING[status].filter((next) => isActive(next, settings));
}

/** @throws DomainError with the reason why the status cannot be set */
export function assertTransition(from: ReportStatus, to: ReportStatus, role: Role, settings: ReportSettings, number: number): void {
  if (!isActive(to, settings)) throw new DomainError("invalid", "report-status-inactive", { status: to }, "status");
  if (!isOpen(from) && !roleSuffices(role, "manager")) throw new DomainError("forbidden", "report-closed", { number }, "status");
  if (!FOLLOWING[from].includes(to)) throw new DomainError("conflict", "report-status-unreachable", { number, from, to }, "status");
}

/** The status of a new report. Without a theme it must be sorted first, if the community uses that status. */
export function firstStatus(hasTheme: boolean, settings: ReportSettings): ReportStatus {
  return hasTheme || !isActive("pending0", settings) ? "submit" : "pending0";
}

/** Whether a person may report on a portal, or what is missing. `role`: theirs in its community. */
export function mayReport(rule: Reporting, isSignedIn: boolean, role: Role | null): PortalReporting["may"] {
  if (rule === "nobody") return "nothing";
  if (rule === "everyone") return "report";
  if (!isSignedIn) return "sign-in";
  return rule === "signed-in" || role !== null ? "report" : "join";
}

/** The review of what somebody sends to a portal: people with an account answer for what they write. */
export function firstReview(portalReview: ReportReview, isSignedIn: boolean): ReviewState {
  if (isSignedIn) return "passed";
  return portalReview === "before" ? "held" : "unseen";
}

/** Whether the public may see a report or message in this state of its review. */
export function isPublished(review: ReviewState): boolean {
  return review === "passed" || review === "unseen";
}

/** Whether a moderator has yet to read it. */
export function isToReview(review: ReviewState): boolean {
  return review === "held" || review === "unseen";
}

/** @throws DomainError when the person may not report */
export function assertMayReport(may: PortalReporting["may"]): void {
  if (may === "sign-in") throw new DomainError("not-signed-in", "sign-in-first");
  if (may === "join") throw new DomainError("forbidden", "report-members-only");
  if (may === "nothing") throw new DomainError("forbidden", "reporting-closed");
}
