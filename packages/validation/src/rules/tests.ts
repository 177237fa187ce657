import type { Condition, Operand, Test } from "../model/condition.ts";
import { whole } from "../model/pattern.ts";
import { isEmpty } from "./cell.ts";
import { dayOf } from "./types.ts";

/** Text of a field of the row in question. */
export type Look = (field: string) => string;
type Asked = (look: Look) => boolean;

/** A condition, made once and asked for each row: does the row keep it? */
export function conditionCheckOf({ when, must }: Condition): (look: Look) => boolean {
  const asks = when ? compileTest(when) : () => true;
  const holds = compileTest(must);
  return (look) => !asks(look) || holds(look);
}

/** A test ready to be asked. A comparison with an empty or unreadable side holds: that it is empty is for other tests to say. */
export function compileTest(test: Test): Asked {
  if ("all" in test) {
    const parts = test.all.map(compileTest);
    return (look) => parts.every((part) => part(look));
  }
  if ("any" in test) {
    const parts = test.any.map(compileTest);
    return (look) => parts.some((part) => part(look));
  }
  if ("not" in test) {
    const part = compileTest(test.not);
    return (look) => !part(look);
  }
  const { field } = test;
  if ("is" in test) return (look) => isEmpty(look(field)) === (test.is === "empty");
  if ("in" in test) {
    const values = new Set(test.in);
    return (look) => values.has(look(field));
  }
  if ("matches" in test) {
    const pattern = whole(test.matches);
    return (look) => pattern.test(look(field));
  }
  return compareTest(field, test);
}

type Comparison = Extract<Test, { below?: unknown }>;

function compareTest(field: string, { below, notAbove, above, notBelow }: Comparison): Asked {
  const asked: [Operand, (order: number) => boolean][] = [];
  if (below !== undefined) asked.push([below, (order) => order < 0]);
  if (notAbove !== undefined) asked.push([notAbove, (order) => order <= 0]);
  if (above !== undefined) asked.push([above, (order) => order > 0]);
  if (notBelow !== undefined) asked.push([notBelow, (order) => order >= 0]);
  return (look) =>
    asked.every(([operand, holds]) => {
      const order = compare(look(field), typeof operand === "number" ? String(operand) : look(operand.field));
      return order === null || holds(order);
    });
}

/** Order of two texts that are numbers, or days; null when they cannot be compared. */
function compare(left: string, right: string): number | null {
  if (isEmpty(left) || isEmpty(right)) return null;
  const [a, b] = [Number(left), Number(right)];
  if (Number.isFinite(a) && Number.isFinite(b)) return a - b;
  const [first, second] = [dayOf(left), dayOf(right)];
  return first === null || second === null ? null : first < second ? -1 : first > second ? 1 : 0;
}
