import type { Rule } from "../packs/rule.ts";
import type { Test } from "../packs/test.ts";
import { isValid } from "./choose.ts";
import type { Fields } from "./fields.ts";
import type { ReadyTest } from "./holds.ts";
import type { ReadyRule, ReadySource, RuleIndex } from "./ready-theme.ts";

// A reader of a part of a layer does not see every value. An empty value may then hide one, and a test of it neither holds nor fails: a rule
// speaks only if no hidden value could let another speak.

/** Whether the empty value of a field may hide one, by its name in lower case. */
type IsHidden = (field: string) => boolean;

/** @param known fields in lower case whose absence is known; null: all, so that nothing is hidden @returns null when nothing is hidden */
export function hiddenIn(fields: Fields, known: ReadonlySet<string> | null): IsHidden | null {
  if (known === null) return null;
  // `@state` is the state of the document, not a field of the layer.
  return (field) => !field.startsWith("@") && (fields.get(field) ?? null) === null && !known.has(field);
}

/** Whether all tests hold; null when hidden values decide. */
function hold(tests: readonly Test[], ready: readonly ReadyTest[], fields: Fields, isHidden: IsHidden): boolean | null {
  let isOpen = false;
  for (const [index, { field }] of tests.entries()) {
    if (isHidden(field.toLowerCase())) isOpen = true;
    else if (!ready[index]?.(fields)) return false;
  }
  return isOpen ? null : true;
}

/** True when a feature of the layer counts for the source; null when hidden values decide. */
export function countsKnown({ source, only, except }: ReadySource, fields: Fields, isHidden: IsHidden): boolean | null {
  const has = hold(source.only, only, fields, isHidden);
  if (has === false) return false;
  const excepted = source.except.map((test, index) => hold([test], except.slice(index, index + 1), fields, isHidden));
  if (excepted.includes(true)) return false;
  return has === null || excepted.includes(null) ? null : true;
}

/** Whether hidden values decide that a feature has no true position. */
export function hidesPosition({ source, withoutPosition }: ReadySource, fields: Fields, isHidden: IsHidden): boolean {
  return withoutPosition !== null && hold(source.withoutPosition ?? [], withoutPosition, fields, isHidden) === null;
}

const rulesOf = new WeakMap<RuleIndex, readonly ReadyRule[]>();

/** All rules of a source, the first that may speak first. */
function ranked(index: RuleIndex): readonly ReadyRule[] {
  const known = rulesOf.get(index);
  if (known) return known;
  const all = new Set([...index.byValue.flatMap(({ rules }) => [...rules.values()].flat()), ...index.others]);
  const sorted = [...all].sort((a, b) => a.rank - b.rank);
  rulesOf.set(index, sorted);
  return sorted;
}

/** As `chooseRules`. `undecided`: facets in which a rule would speak or not by a hidden value; nothing is said of these. */
export function chooseKnown(
  index: RuleIndex,
  fields: Fields,
  day: string,
  isHidden: IsHidden,
): { rules: Rule[]; undecided: ReadonlySet<string> } {
  const best = new Map<string, ReadyRule>();
  const undecided = new Set<string>();
  for (const one of ranked(index)) {
    const { rule, tests } = one;
    if (best.has(rule.facet) || undecided.has(rule.facet) || !isValid(rule, day)) continue;
    const held = hold(rule.when, tests, fields, isHidden);
    if (held === null || (held && readsHidden(rule, isHidden))) undecided.add(rule.facet);
    else if (held) best.set(rule.facet, one);
  }
  const rules = [...best.values()].sort((a, b) => Number(b.rule.facet === "main") - Number(a.rule.facet === "main") || a.rank - b.rank);
  return { rules: rules.map(({ rule }) => rule), undecided };
}

/** Whether a rule that speaks takes its level, or all that it names, from a hidden value. */
function readsHidden({ level, labelFrom, facet }: Rule, isHidden: IsHidden): boolean {
  const isByField = typeof level === "object" && level !== null && "fromField" in level && isHidden(level.fromField.toLowerCase());
  return isByField || (facet !== "main" && labelFrom !== undefined && isHidden(labelFrom.field.toLowerCase()));
}
