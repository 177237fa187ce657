import { reportStatuses } from "@archipel/contracts/report-statuses.ts";
import type { ReportStatus } from "@archipel/contracts/reports.ts";
import { describe, expect, it } from "vitest";
import { assertTransition, DEFAULT_SETTINGS, firstStatus, mayReport, nextStatuses } from "./policy.ts";

const closed: ReportStatus[] = ["valid", "valid0", "reject", "reject0"];
const table: Record<ReportStatus, { moderator: ReportStatus[]; manager: ReportStatus[] }> = {
  submit: both(["pending0", "pending", "pending1", "pending2", ...closed]),
  pending0: both(["pending", "pending1", "pending2", ...closed]),
  pending: both(["pending0", "pending1", "pending2", ...closed]),
  pending1: both(["pending", "pending2", ...closed]),
  pending2: both(["pending", "pending1", ...closed]),
  valid: { moderator: [], manager: ["pending0", "pending"] },
  valid0: { moderator: [], manager: ["pending0", "pending"] },
  reject: { moderator: [], manager: ["pending0", "pending"] },
  reject0: { moderator: [], manager: ["pending0", "pending"] },
};
function both(next: ReportStatus[]) {
  return { moderator: next, manager: next };
}

describe.each(reportStatuses)("from %s", (from) => {
  it.each(["moderator", "manager"] as const)("a %s", (role) => {
    expect(nextStatuses(from, role, DEFAULT_SETTINGS)).toEqual(table[from][role]);
    for (const to of reportStatuses) {
      const move = () => assertTransition(from, to, role, DEFAULT_SETTINGS, 1);
      if (table[from][role].includes(to)) expect(move).not.toThrow();
      else expect(move).toThrow(from !== to && closed.includes(from) && role === "moderator" ? "report-closed" : /report-(closed|status)/);
    }
  });
});

it("does not offer statuses that are switched off, except the three that are always on", () => {
  const settings = { ...DEFAULT_SETTINGS, statuses: { pending1: { isActive: false }, reject: { isActive: false } } };
  expect(nextStatuses("submit", "moderator", settings)).toEqual([
    "pending0",
    "pending",
    "pending2",
    "valid",
    "valid0",
    "reject",
    "reject0",
  ]);
  expect(() => assertTransition("submit", "pending1", "manager", settings, 1)).toThrow("report-status-inactive");
});

it("starts a report without a theme as to be sorted, if the community uses that status", () => {
  const unsorted = { ...DEFAULT_SETTINGS, statuses: { pending0: { isActive: false } } };
  expect([firstStatus(true, DEFAULT_SETTINGS), firstStatus(false, DEFAULT_SETTINGS), firstStatus(false, unsorted)]).toEqual([
    "submit",
    "pending0",
    "submit",
  ]);
});

it.each([
  ["everyone", false, null, "report"],
  ["signed-in", false, null, "sign-in"],
  ["signed-in", true, null, "report"],
  ["members", false, null, "sign-in"],
  ["members", true, null, "join"],
  ["members", true, "member", "report"],
  ["nobody", true, "manager", "nothing"],
] as const)("%s, signed in %s, role %s: %s", (rule, isSignedIn, role, may) => {
  expect(mayReport(rule, isSignedIn, role)).toBe(may);
});
