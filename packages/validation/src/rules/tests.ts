import type { Condition, Operand, Test } from "../model/condition.ts";
import { compilePattern } from "../model/pattern.ts";
import { isEmpty } from "./cell.ts";
import { dayOf } from "./types.ts";

/** Returns the text of a field in the current row. */
export type FieldReader = (field: string) => string;
type CompiledTest = (fieldText: FieldReader) => boolean;

/** Compiles a condition to a function that says whether a row satisfies it. */
export function conditionCheckOf({ when, must }: Condition): (fieldText: FieldReader) => boolean {
  const applies = when ? compileTest(when) : () => true;
  const holds = compileTest(must);
  return (fieldText) => !applies(fieldText) || holds(fieldText);
}

/** Compiles a test. A comparison with an empty or unreadable side holds: other rules report these values. */
export function compileTest(test: Test): CompiledTest {
  if ("all" in test) {
    const parts = test.all.map(compileTest);
    return (fieldText) => parts.every((part) => part(fieldText));
  }
  if ("any" in test) {
    const parts = test.any.map(compileTest);
    return (fieldText) => parts.some((part) => part(fieldText));
  }
  if ("not" in test) {
    const part = compileTest(test.not);
    return (fieldText) => !part(fieldText);
  }
  const { field } = test;
  if ("is" in test) return (fieldText) => isEmpty(fieldText(field)) === (test.is === "empty");
  if ("in" in test) {
    const values = new Set(test.in);
    return (fieldText) => values.has(fieldText(field));
  }
  if ("matches" in test) {
    const pattern = compilePattern(test.matches);
    return (fieldText) => pattern.test(fieldText(field));
  }
  return compareTest(field, test);
}

type Comparison = Extract<Test, { below?: unknown }>;

function compareTest(field: string, { below, notAbove, above, notBelow }: Comparison): CompiledTest {
  const comparisons: [Operand, (order: number) => boolean][] = [];
  if (below !== undefined) comparisons.push([below, (order) => order < 0]);
  if (notAbove !== undefined) comparisons.push([notAbove, (order) => order <= 0]);
  if (above !== undefined) comparisons.push([above, (order) => order > 0]);
  if (notBelow !== undefined) comparisons.push([notBelow, (order) => order >= 0]);
  return (fieldText) =>
    comparisons.every(([operand, holds]) => {
      const order = compare(fieldText(field), typeof operand === "number" ? String(operand) : fieldText(operand.field));
      return order === null || holds(order);
    });
}

/** The order of two texts that are both numbers or both dates; null when they cannot be compared. */
function compare(left: string, right: string): number | null {
  if (isEmpty(left) || isEmpty(right)) return null;
  const [a, b] = [Number(left), Number(right)];
  if (Number.isFinite(a) && Number.isFinite(b)) return a - b;
  const [first, second] = [dayOf(left), dayOf(right)];
  return first === null || second === null ? null : first < second ? -1 : first > second ? 1 : 0;
}
