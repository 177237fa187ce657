import type { Rule } from "@archipel/answers/packs/rule.ts";

/** The parts of a rule that a person reads a draft for, in the order of the form. */
const PARTS = ["sentence", "level", "consequence", "advice", "authority", "provisions", "validFrom", "validUntil"] as const;
export type RulePart = (typeof PARTS)[number];

/** The parts in which a draft differs from what reports use now. All of them, when nothing is used yet. */
export function changedParts(now: Rule | null, draft: Rule): RulePart[] {
  return PARTS.filter((part) => canonical(now?.[part]) !== canonical(draft[part]));
}

/** The order of the keys in stored JSON means nothing. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
