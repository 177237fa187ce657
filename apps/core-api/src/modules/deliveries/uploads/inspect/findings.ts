import type { Severity } from "@archipel/contracts/uploads.ts";

/** One finding, before it is stored. */
export interface NewFinding {
  rule: string;
  severity: Severity;
  /** 1…n in the file; absent for a finding about the whole layer. */
  featureIndex?: number;
  field?: string;
  params: Record<string, string | number>;
  /** Position, in the coordinates of the file. */
  at?: [number, number];
  occurrences?: number;
}

/** Findings kept for each rule of a layer. A file with a million errors gets twenty findings and a count. */
const KEPT = 20;

/** Gathers the findings of one layer. Beyond the cap, the last finding of a rule counts the rest. */
export class FindingList {
  readonly #byRule = new Map<string, NewFinding[]>();

  add(finding: NewFinding): void {
    const kept = this.#byRule.get(finding.rule) ?? [];
    this.#byRule.set(finding.rule, kept);
    const last = kept.at(-1);
    if (kept.length < KEPT || !last) kept.push({ ...finding });
    else last.occurrences = (last.occurrences ?? 1) + (finding.occurrences ?? 1);
  }

  count(rule: string): number {
    return (this.#byRule.get(rule) ?? []).reduce((sum, finding) => sum + (finding.occurrences ?? 1), 0);
  }

  all(): NewFinding[] {
    return [...this.#byRule.values()].flat();
  }
}
