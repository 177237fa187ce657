import type { Finding, Severity } from "@archipel/contracts/uploads.ts";

export interface FindingGroup {
  readonly key: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
  /** The total count, also when only some findings are listed. */
  readonly occurrences: number;
}

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** One group per rule and severity, the most severe first; within a severity the most frequent first. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = Map.groupBy(findings, ({ severity, rule }) => `${severity}/${rule}`);
  return [...groups]
    .flatMap(([key, members]) => {
      const [first] = members;
      const occurrences = members.reduce((sum, finding) => sum + finding.occurrences, 0);
      return first ? [{ key, rule: first.rule, severity: first.severity, findings: members, occurrences }] : [];
    })
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.occurrences - a.occurrences);
}
