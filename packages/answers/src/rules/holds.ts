import { compilePattern } from "@archipel/validation/model/pattern.ts";
import type { Test } from "../packs/test.ts";
import { dayOf, type Fields } from "./fields.ts";

/** A test that is ready to be applied to features. */
export type ReadyTest = (fields: Fields) => boolean;

/** The longest value that a pattern is matched against. Values of layers are shorter; a longer one does not match. */
const MAX_MATCHED = 1_000;

/** Prepares a test. Its pattern, already judged when the pack was read, is compiled at its first use. */
export function readyTest(test: Test): ReadyTest {
  const name = test.field.toLowerCase();
  const of = (fields: Fields) => fields.get(name) ?? null;
  switch (test.is) {
    case "eq":
      return (fields) => of(fields) === test.value;
    case "in": {
      const values = new Set<string | null>(test.values);
      return (fields) => values.has(of(fields));
    }
    case "startsWith":
      return (fields) => of(fields)?.startsWith(test.value) ?? false;
    case "matches": {
      let pattern: ReturnType<typeof compilePattern> | undefined;
      return (fields) => {
        const value = of(fields);
        if (value === null || value.length > MAX_MATCHED) return false;
        pattern ??= compilePattern(test.pattern);
        return pattern.test(value);
      };
    }
    case "lt":
      return (fields) => compared(of(fields), test.value) < 0;
    case "gt":
      return (fields) => compared(of(fields), test.value) > 0;
    case "between":
      return (fields) => compared(of(fields), test.from) >= 0 && compared(of(fields), test.to) <= 0;
    case "isNull":
      return (fields) => of(fields) === null;
    case "exists":
      return (fields) => of(fields) !== null;
  }
}

/** Negative, zero or positive, as the value is less than, equal to or greater than the limit; NaN when they cannot be compared. */
function compared(value: string | null, limit: number | string): number {
  if (value === null) return Number.NaN;
  if (typeof limit === "number") return Number(value.replace(",", ".")) - limit;
  const day = dayOf(value);
  return day === null ? Number.NaN : Number(day.replaceAll("-", "")) - Number(limit.replaceAll("-", ""));
}

/** How much a test says about a feature: an exact value more than a list, a list more than a pattern. */
export function weightOf(test: Test): number {
  const weights = { eq: 100, in: 90, between: 70, lt: 60, gt: 60, startsWith: 50, matches: 40, isNull: 30, exists: 10 } as const;
  return weights[test.is];
}
