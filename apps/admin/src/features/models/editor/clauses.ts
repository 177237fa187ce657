import { decimalOf } from "@archipel/contracts/decimal.ts";
import type { Condition, Operand, Test } from "@archipel/validation/model/condition.ts";

export const clauseOps = ["filled", "empty", "in", "notIn", "matches", "below", "notAbove", "above", "notBelow"] as const;
export type ClauseOp = (typeof clauseOps)[number];

/** One part of a sentence: a field, an operator and a value. */
export interface Clause {
  readonly field: string;
  readonly op: ClauseOp;
  /** Values separated by commas, a pattern, or a number, depending on the operator. */
  readonly text: string;
  /** The field of the same row to compare with, instead of a value. */
  readonly other: string | null;
}

/** A condition as a sentence: when all tests of `when` hold, all tests (or one) of `must` have to hold. */
export interface Sentence {
  readonly when: readonly Clause[];
  readonly must: readonly Clause[];
  readonly isOneEnough: boolean;
}

export const isCompared = (op: ClauseOp) => op === "below" || op === "notAbove" || op === "above" || op === "notBelow";
export const takesText = (op: ClauseOp) => op !== "filled" && op !== "empty";

/** The sentence of a condition; null for a condition that the form cannot show. */
export function sentenceOf({ when, must }: Condition): Sentence | null {
  const before = when === undefined ? [] : clausesOf(when, "all");
  const isOneEnough = "any" in must;
  const after = clausesOf(must, isOneEnough ? "any" : "all");
  if (!before || !after) return null;
  const sentence = { when: before, must: after, isOneEnough };
  const back = testsOf(sentence);
  const isSame = JSON.stringify([back.when, back.must]) === JSON.stringify([when, must]);
  return isSame ? sentence : null;
}

/** `when` and `must` of a condition, as the model stores them. */
export function testsOf({ when, must, isOneEnough }: Sentence): { when?: Test; must: Test } {
  const tests = must.map(testOf);
  const [only = { all: [] }] = tests;
  const before = when.map(testOf);
  const [first] = before;
  return {
    ...(first && { when: before.length === 1 ? first : { all: before } }),
    must: tests.length < 2 ? only : isOneEnough ? { any: tests } : { all: tests },
  };
}

function clausesOf(test: Test, join: "all" | "any"): Clause[] | null {
  const parts = join === "all" && "all" in test ? test.all : join === "any" && "any" in test ? test.any : [test];
  const clauses = parts.map(clauseOf);
  return clauses.every((clause) => clause !== null) ? clauses : null;
}

function clauseOf(test: Test): Clause | null {
  if ("all" in test || "any" in test) return null;
  if ("not" in test) {
    const inner = clauseOf(test.not);
    return inner?.op === "in" ? { ...inner, op: "notIn" } : null;
  }
  const plain = { field: test.field, text: "", other: null };
  if ("is" in test) return { ...plain, op: test.is };
  // The form separates values by commas, so that it cannot show a value with a comma.
  if ("in" in test)
    return test.in.some((value) => value !== value.trim() || value.includes(",") || value === "")
      ? null
      : { ...plain, op: "in", text: test.in.join(", ") };
  if ("matches" in test) return { ...plain, op: "matches", text: test.matches };
  const { field: _, ...compared } = test;
  const [[op, operand] = [], ...more] = Object.entries(compared).filter(([, value]) => value !== undefined) as [ClauseOp, Operand][];
  if (!op || operand === undefined || more.length > 0) return null;
  return typeof operand === "number" ? { ...plain, op, text: String(operand) } : { ...plain, op, other: operand.field };
}

function testOf({ field, op, text, other }: Clause): Test {
  if (op === "filled" || op === "empty") return { field, is: op };
  const values = text
    .split(",")
    .map((value) => value.trim())
    .filter(Boolean);
  if (op === "in") return { field, in: values };
  if (op === "notIn") return { not: { field, in: values } };
  if (op === "matches") return { field, matches: text };
  // Text that is not a number is kept as it is, so that the form can report it.
  return { field, [op]: other !== null ? { field: other } : (decimalOf(text.replace(",", ".")) ?? text) } as Test;
}
