import type { Locale } from "@archipel/i18n/locales.ts";
import type { Theme } from "../packs/theme.ts";
import { chooseRules } from "./choose.ts";
import { type CodeLists, codeOf, labelOfCode, type Text } from "./codes.ts";
import { type Attributes, fieldsOf } from "./fields.ts";
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
    else found.set(key, { code: key, label: code ? labelOfCode(lists, code, locale) : null, count });
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
