import type { LevelOf } from "@archipel/answers/packs/rule.ts";
import { fold } from "@archipel/i18n/fold.ts";
import type { PackRules, RuleSummary } from "../api-types.ts";

/** What the list of rules shows. Empty: everything. */
export interface RuleFilter {
  words: string;
  pack: string;
  /** `0` to `4`, `none`, `depends`. */
  level: string;
  state: "" | RuleSummary["state"] | "draft";
}

export const NO_FILTER: RuleFilter = { words: "", pack: "", level: "", state: "" };

/** The rules that the filter keeps, without the themes and packs that have none left. All words must be in the sentence or the key. */
export function filteredRules(packs: readonly PackRules[], { words, pack, level, state }: RuleFilter): PackRules[] {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  const keeps = (rule: RuleSummary) => {
    const text = fold(`${rule.key} ${rule.statement.fr ?? ""} ${rule.statement.en ?? ""}`);
    const isState = state === "" || (state === "draft" ? rule.draft !== null : rule.state === state);
    return isState && (level === "" || levelKind(rule.level) === level) && wanted.every((word) => text.includes(word));
  };
  return packs
    .filter((one) => pack === "" || one.pack === pack)
    .map((one) => ({
      ...one,
      themes: one.themes.map((theme) => ({ ...theme, rules: theme.rules.filter(keeps) })).filter(({ rules }) => rules.length > 0),
    }))
    .filter(({ themes }) => themes.length > 0);
}

function levelKind(level: LevelOf): string {
  if (level === null) return "none";
  return typeof level === "number" ? String(level) : "depends";
}
