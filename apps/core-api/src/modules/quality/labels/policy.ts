import type { Measures } from "@archipel/contracts/quality.ts";
import type { LabelRule, LabelThreshold } from "@archipel/contracts/quality-labels.ts";

export interface Tally {
  isFor: number;
  against: number;
}

export const NO_VOTES: Tally = { isFor: 0, against: 0 };

/** Whether a figure reaches its threshold. A figure that could not be measured reaches no threshold. */
export function reaches(threshold: LabelThreshold, measures: Measures): boolean {
  switch (threshold.figure) {
    case "freshness":
      return measures.freshness === "current" || (threshold.atWorst === "due" && measures.freshness === "due");
    case "openReports":
    case "overdueReports":
      return measures[threshold.figure] <= threshold.atMost;
    default: {
      const value = measures[threshold.figure];
      return value !== null && value >= threshold.atLeast;
    }
  }
}

/** What a dataset lacks for a label: the figures below their threshold, or the vote. Empty when it deserves the label. */
export function missesOf(rule: LabelRule, measures: Measures, { isFor, against }: Tally): string[] {
  if (rule.by === "figures") return rule.thresholds.filter((one) => !reaches(one, measures)).map(({ figure }) => figure);
  const votes = isFor + against;
  return votes >= rule.quorum && isFor >= rule.share * votes ? [] : ["vote"];
}
