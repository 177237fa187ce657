import type { Locale } from "@archipel/i18n/locales.ts";
import type { SourceRequirement } from "../packs/source.ts";
import type { Test } from "../packs/test.ts";
import type { Theme } from "../packs/theme.ts";
import { chooseRules } from "./choose.ts";
import { type CodeLists, codeOf, labelOfCode, type Text } from "./codes.ts";
import { type Attributes, type Fields, fieldsOf, textIn } from "./fields.ts";
import { counts, readySources } from "./ready-theme.ts";

/** Distinct values of a layer's fields, and how many features have them. */
export interface ValueCount {
  attributes: Attributes;
  count: number;
}

export interface ValueWithoutRule {
  code: string;
  /** What the code list calls it; null when no list has it, and the report can show its code only. */
  label: Text | null;
  count: number;
  /** The tests of a rule that would speak for the value. */
  when: Test[];
}

/**
 * The values in the data for which no rule of the theme speaks, for the person who writes rules: "12 polygons have no sentence". The most
 * frequent come first.
 *
 * @param day the day for which rules must be valid (ISO)
 */
export function valuesWithoutRule(
  theme: Theme,
  sourceKey: string,
  values: readonly ValueCount[],
  { lists, locale, day }: { lists: CodeLists; locale: Locale; day: string },
): ValueWithoutRule[] {
  const ready = readySources(theme).get(sourceKey);
  if (!ready) return [];
  const found = new Map<string, ValueWithoutRule>();
  for (const { attributes, count } of values) {
    const fields = fieldsOf(attributes);
    if (!counts(ready, fields) || chooseRules(ready.index, fields, day).some(({ facet }) => facet === "main")) continue;
    const code = codeOf(ready.source, fields);
    const key = code?.value ?? "";
    const known = found.get(key);
    if (known) known.count += count;
    else found.set(key, { code: key, label: code ? labelOfCode(lists, code, locale) : null, count, when: testsFor(ready.source, fields) });
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** Exact tests of the fields with the code. An absent subtype is not tested: the rule then speaks for what no other rule of the family knows. */
function testsFor({ code }: SourceRequirement, fields: Fields): Test[] {
  return (code?.fields ?? []).flatMap((field, index): Test[] => {
    const value = textIn(fields, field);
    if (value !== null) return [{ field, is: "eq", value }];
    return index === 0 ? [{ field, is: "isNull" }] : [];
  });
}

/** The fields of a layer whose values decide which rule of a theme speaks for its features, in lower case. */
export function fieldsThatDecide(theme: Theme, source: SourceRequirement): ReadonlySet<string> {
  const rules = theme.rules.filter(({ facet, sources }) => facet === "main" && (sources === undefined || sources.includes(source.key)));
  const tests = [...source.only, ...source.except, ...rules.flatMap(({ when }) => when)];
  return new Set([...tests.map(({ field }) => field), ...(source.code?.fields ?? [])].map((field) => field.toLowerCase()));
}
