import type { Finding } from "./report.ts";

// This file is small on purpose: pages in a browser use it without the rules.

/** What a rule means for building; what limits more comes first. `limited`: almost nothing may be built, as in an agricultural zone. */
export const limitKinds = ["forbidden", "limited", "agreement", "conditions", "allowed"] as const;
export type LimitKind = (typeof limitKinds)[number];

/** For order: 0 limits most. What limits nothing comes last. */
export function rankOfLimit(how: LimitKind | undefined | null): number {
  return how ? limitKinds.indexOf(how) : limitKinds.length;
}

/** The themes with the strongest rule first: what limits building most, then the highest level. Others keep their order. */
export function strongestFirst<Theme extends { findings: readonly Pick<Finding, "limit" | "level">[] }>(themes: readonly Theme[]): Theme[] {
  const ranked = themes.map((theme) => ({
    theme,
    rank: Math.min(...theme.findings.map(({ limit }) => rankOfLimit(limit)), limitKinds.length),
    level: Math.max(...theme.findings.map(({ level }) => level ?? 0.5), -1),
  }));
  return ranked.sort((a, b) => a.rank - b.rank || b.level - a.level).map(({ theme }) => theme);
}
