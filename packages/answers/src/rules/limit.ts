import type { Level, Rule } from "../packs/rule.ts";
import type { Theme } from "../packs/theme.ts";
import type { LimitKind } from "../report/strength.ts";

/**
 * What a rule means for building: as it says itself; else, among the rules about building that bind, by its level. A hazard is knowledge, and
 * limits nothing by itself.
 */
export function limitOf(rule: Rule, { question }: Pick<Theme, "question">, level: Level): LimitKind | null {
  if (rule.legalEffect !== "binding" || rule.facet !== "main" || rule.isFavourable) return null;
  if (rule.limit) return rule.limit.how;
  if (question !== "build") return null;
  return level === 4 ? "forbidden" : level === 3 ? "conditions" : null;
}
