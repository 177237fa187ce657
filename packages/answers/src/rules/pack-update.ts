import type { Pack } from "../packs/pack.ts";
import type { Rule } from "../packs/rule.ts";
import type { Override, Overrides } from "./overrides.ts";

/** What a new edition of a pack changes in a rule, beside what the portal has made of it. */
export interface RuleChange {
  theme: string;
  key: string;
  change: "added" | "removed" | "changed";
  /** The parts that differ, with their old and new value. */
  parts: readonly { part: string; before: unknown; after: unknown }[];
  /** The portal's own change of this rule, which stays in force. */
  own: Override | null;
}

/**
 * Compares two editions of a pack, for the person who has changed some of its rules: the rules that differ, in the order of the new edition,
 * removed ones last.
 */
export function comparePacks(before: Pack, after: Pack, overrides: Pick<Overrides, "rules">): RuleChange[] {
  const old = rulesOf(before);
  const fresh = rulesOf(after);
  const own = (key: string) => (Object.hasOwn(overrides.rules, key) ? (overrides.rules[key] ?? null) : null);
  const changes: RuleChange[] = [];
  for (const [key, { theme, rule }] of fresh) {
    const known = old.get(key);
    if (!known) changes.push({ theme, key, change: "added", parts: [], own: own(key) });
    else {
      const parts = differences({ theme: known.theme, ...known.rule }, { theme, ...rule });
      if (parts.length > 0) changes.push({ theme, key, change: "changed", parts, own: own(key) });
    }
  }
  for (const [key, { theme }] of old) if (!fresh.has(key)) changes.push({ theme, key, change: "removed", parts: [], own: own(key) });
  return changes;
}

function rulesOf(pack: Pack): Map<string, { theme: string; rule: Rule }> {
  return new Map(pack.themes.flatMap(({ id, rules }) => rules.map((rule) => [rule.key, { theme: id, rule }])));
}

/** The parts that differ, to the depth of one message: `sentence.statement`. */
function differences(before: object, after: object, prefix = ""): RuleChange["parts"] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [a, b]: [unknown, unknown] = [Reflect.get(before, name), Reflect.get(after, name)];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    const part = prefix + name;
    return name === "sentence" && isObject(a) && isObject(b) ? differences(a, b, `${part}.`) : [{ part, before: a, after: b }];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
