import type { Rule } from "../packs/rule.ts";
import type { Fields } from "./fields.ts";
import type { ReadyRule, RuleIndex } from "./ready-theme.ts";

/**
 * The rules that speak for a feature on a day: of each facet the first that holds, by priority, then by how exact its tests are. The facet
 * `main` comes first.
 */
export function chooseRules(index: RuleIndex, fields: Fields, day: string): Rule[] {
  const best = new Map<string, ReadyRule>();
  const examine = (rules: readonly ReadyRule[]) => {
    for (const one of rules) {
      const known = best.get(one.rule.facet);
      if (known && known.rank < one.rank) continue;
      if (isValid(one.rule, day) && one.tests.every((test) => test(fields))) best.set(one.rule.facet, one);
    }
  };
  for (const { field, rules } of index.byValue) {
    const value = fields.get(field);
    const found = value ? rules.get(value) : undefined;
    if (found) examine(found);
  }
  examine(index.others);
  return [...best.values()]
    .sort((a, b) => Number(b.rule.facet === "main") - Number(a.rule.facet === "main") || a.rank - b.rank)
    .map(({ rule }) => rule);
}

/** Whether a rule or a source counts on a day. Both ends of its validity are included. @param day ISO day */
export function isValid({ validFrom, validUntil }: Pick<Rule, "validFrom" | "validUntil">, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validUntil === undefined || day <= validUntil);
}
