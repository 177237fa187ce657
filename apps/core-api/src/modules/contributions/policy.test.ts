import { contributionStatus } from "@archipel/contracts/contributions.ts";
import { roles } from "@archipel/contracts/members.ts";
import { describe, expect, it } from "vitest";
import { allowedActions, DEFAULT_RULES, type Situation } from "./policy.ts";

const situation: Situation = {
  status: "submitted",
  origin: "editor",
  isAuthor: false,
  role: "moderator",
  rules: DEFAULT_RULES,
  approvals: 0,
  hasApproved: false,
  hasEdits: true,
  isOutside: false,
};
const allowed = (some: Partial<Situation>) => allowedActions({ ...situation, ...some });

describe("allowed actions on a contribution", () => {
  it("lets contributors edit, submit and withdraw their own contributions only", () => {
    expect(allowed({ status: "draft", isAuthor: true, role: "contributor" })).toEqual(["edit", "submit", "withdraw", "comment"]);
    expect(allowed({ status: "draft", isAuthor: true, role: "contributor", hasEdits: false })).toEqual(["edit", "withdraw", "comment"]);
    expect(allowed({ role: "contributor" })).toEqual(["comment"]);
    expect(allowed({ status: "draft", role: "manager" })).toEqual([]);
  });

  it("lets only the author add to what a program submitted, until somebody approved or decided", () => {
    const own = { origin: "api", isAuthor: true, role: "contributor" } as const;
    expect(allowed(own)).toEqual(["edit", "withdraw", "comment"]);
    expect(allowed({ ...own, approvals: 1 })).not.toContain("edit");
    expect(allowed({ ...own, isAuthor: false, role: "manager" })).not.toContain("edit");
    expect(allowed({ ...own, origin: "editor" })).not.toContain("edit");
    for (const status of ["merged", "rejected", "withdrawn"] as const) expect(allowed({ ...own, status })).not.toContain("edit");
  });

  it("lets moderators review and merge others' contributions, not approve their own", () => {
    expect(allowed({})).toEqual(["review", "merge", "comment"]);
    expect(allowed({ isAuthor: true })).toEqual(["withdraw", "comment"]);
    expect(allowed({ isAuthor: true, approvals: 1 })).toEqual(["withdraw", "merge", "comment"]);
  });

  it("counts approvals, including that of the merging moderator", () => {
    const rules = { ...DEFAULT_RULES, approvals: 3 };
    expect(allowed({ rules, approvals: 1 })).not.toContain("merge");
    expect(allowed({ rules, approvals: 2 })).toContain("merge");
    // Approving and then merging counts as one person.
    expect(allowed({ rules, approvals: 2, hasApproved: true })).not.toContain("merge");
    expect(allowed({ rules, approvals: 3, hasApproved: true })).toContain("merge");
  });

  it("lets authors merge their own draft if the rules allow their role", () => {
    expect(allowed({ status: "draft", isAuthor: true, role: "manager" })).toContain("merge");
    expect(allowed({ status: "draft", isAuthor: true, role: "moderator" })).not.toContain("merge");
    const rules = { ...DEFAULT_RULES, directRole: "contributor" as const };
    expect(allowed({ status: "draft", isAuthor: true, role: "contributor", rules })).toContain("merge");
  });

  it("allows no change after merge, rejection or withdrawal", () => {
    for (const status of contributionStatus.options.filter((one) => ["merged", "rejected", "withdrawn"].includes(one))) {
      for (const role of roles) {
        for (const isAuthor of [true, false]) {
          const actions = allowed({ status, role, isAuthor }).filter((action) => action !== "comment" && action !== "revert");
          expect(actions).toEqual([]);
        }
      }
    }
    expect(allowed({ status: "merged" })).toContain("revert");
  });
});
