import type { Measures } from "@archipel/contracts/quality.ts";
import { labelRule } from "@archipel/contracts/quality-labels.ts";
import { describe, expect, it } from "vitest";
import { missesOf, reaches } from "./policy.ts";

const measures: Measures = {
  validity: 0.98,
  completeness: null,
  reviewed: 0.5,
  confidence: 70,
  freshness: "due",
  openReports: 2,
  overdueReports: 0,
  rating: 4.2,
  ratings: 5,
};

describe("a threshold", () => {
  it.each([
    [{ figure: "validity", atLeast: 0.98 }, true],
    [{ figure: "validity", atLeast: 0.99 }, false],
    // A figure that could not be measured reaches no threshold, not even 0.
    [{ figure: "completeness", atLeast: 0 }, false],
    [{ figure: "confidence", atLeast: 70 }, true],
    [{ figure: "rating", atLeast: 4.5 }, false],
    [{ figure: "ratings", atLeast: 5 }, true],
    [{ figure: "openReports", atMost: 2 }, true],
    [{ figure: "openReports", atMost: 1 }, false],
    [{ figure: "overdueReports", atMost: 0 }, true],
    [{ figure: "freshness", atWorst: "current" }, false],
    [{ figure: "freshness", atWorst: "due" }, true],
  ] as const)("%j is reached: %s", (threshold, isReached) => {
    expect(reaches(threshold, measures)).toBe(isReached);
  });

  it("of freshness is not reached by a dataset that promises nothing or is overdue", () => {
    for (const freshness of ["overdue", "unpromised", null] as const)
      expect(reaches({ figure: "freshness", atWorst: "due" }, { ...measures, freshness })).toBe(false);
  });
});

describe("a rule", () => {
  it("needs all of its thresholds, and names those that fall short", () => {
    const rule = labelRule.parse({
      by: "figures",
      thresholds: [
        { figure: "validity", atLeast: 0.9 },
        { figure: "reviewed", atLeast: 0.6 },
        { figure: "openReports", atMost: 0 },
      ],
    });
    expect(missesOf(rule, measures, { isFor: 0, against: 0 })).toEqual(["reviewed", "openReports"]);
    expect(missesOf(rule, { ...measures, reviewed: 0.6, openReports: 0 }, { isFor: 0, against: 0 })).toEqual([]);
  });

  it("names a figure once, and is not empty", () => {
    const twice = [
      { figure: "validity", atLeast: 0.9 },
      { figure: "validity", atLeast: 0.5 },
    ];
    expect(labelRule.safeParse({ by: "figures", thresholds: twice }).success).toBe(false);
    expect(labelRule.safeParse({ by: "figures", thresholds: [] }).success).toBe(false);
  });

  it("by vote needs its quorum and its share, both", () => {
    const rule = { by: "vote", quorum: 3, share: 2 / 3 } as const;
    const isWon = (isFor: number, against: number) => missesOf(rule, measures, { isFor, against }).length === 0;
    expect([isWon(2, 0), isWon(3, 0), isWon(2, 1), isWon(1, 2), isWon(4, 3)]).toEqual([false, true, true, false, false]);
  });
});
