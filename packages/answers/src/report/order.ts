import type { Theme } from "../packs/theme.ts";
import { weightOfLevel } from "../rules/level.ts";
import { type Group, groupOf } from "./group.ts";
import type { Finding } from "./report.ts";

const GROUPS: readonly Group[] = ["sure", "border", "around", "planned"];

const EFFECTS = ["binding", "pending", "information"];

/**
 * The order of findings: on the place before around it; then the highest level, binding before information, the greatest share, what is
 * nearest, and the name. The rule and the feature decide last, so that the order never depends on that of the rows.
 */
export function inOrder(a: Finding, b: Finding): number {
  return (
    GROUPS.indexOf(groupOf(a)) - GROUPS.indexOf(groupOf(b)) ||
    weightOfLevel(b.level) - weightOfLevel(a.level) ||
    EFFECTS.indexOf(a.legalEffect) - EFFECTS.indexOf(b.legalEffect) ||
    (b.relation.share ?? 0) - (a.relation.share ?? 0) ||
    (a.relation.distanceM ?? 0) - (b.relation.distanceM ?? 0) ||
    compared(a.label?.text ?? "", b.label?.text ?? "") ||
    compared(a.rule ?? "", b.rule ?? "") ||
    compared(a.document ?? "", b.document ?? "") ||
    compared(a.features[0] ?? "", b.features[0] ?? "")
  );
}

/** Without regard to languages: the same on every machine. */
export function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Ordered findings as a theme shows them: its worst case with the lesser ones apart, or all; of those around, the nearest. */
export function shown(ordered: readonly Finding[], { worstOf, mostAround }: Pick<Theme, "worstOf" | "mostAround">) {
  const nearest = new Set(
    ordered
      .filter((finding) => groupOf(finding) === "around")
      .sort((a, b) => (a.relation.distanceM ?? 0) - (b.relation.distanceM ?? 0))
      .slice(0, mostAround),
  );
  const listed = ordered.filter((finding) => groupOf(finding) !== "around" || nearest.has(finding));
  const more = ordered.length - listed.length;
  if (worstOf === "list") return { findings: listed, scenarios: [], more };
  const worst = new Map<string, number>();
  const findings: Finding[] = [];
  const scenarios: Finding[] = [];
  for (const finding of listed) {
    const weight = weightOfLevel(finding.level);
    const kind = `${finding.facet} ${worstOf === "label" ? (finding.label?.text ?? "") : ""}`;
    const key = `${groupOf(finding)} ${kind}`;
    const sure = worst.get(`sure ${kind}`) ?? Number.NEGATIVE_INFINITY;
    // A border case is never hidden by a lesser sure one.
    const isFirst = !worst.has(key) && (groupOf(finding) !== "border" || weight > sure);
    if (!worst.has(key)) worst.set(key, weight);
    (isFirst ? findings : scenarios).push(finding);
  }
  return { findings, scenarios, more };
}
