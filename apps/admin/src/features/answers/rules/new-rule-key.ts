import type { Rule } from "@archipel/answers/packs/rule.ts";
import type { Test } from "@archipel/answers/packs/test.ts";

/** The rule to begin with, under a key that no other rule has; null when the tests in the address cannot be read. */
export function newRule(taken: readonly string[], theme: string, source: string | null, when: string | null): Rule | null {
  const tests = testsIn(when);
  if (tests === null) return null;
  const values = tests.flatMap((test) => (test.is === "eq" ? [test.value] : []));
  return {
    key: freeKey(taken, ["own", theme, ...values]),
    ...(source === null ? {} : { sources: [source] }),
    when: tests,
    priority: 0,
    facet: "main",
    level: null,
    sentence: { statement: {} },
    advice: [],
    authority: "of-document",
    provisions: [],
    legalEffect: "information",
    examples: [],
  };
}

/** Only the tests that a value gives: exact, or of an empty field. */
function testsIn(text: string | null): Test[] | null {
  try {
    const read: unknown = JSON.parse(text ?? "");
    if (!Array.isArray(read) || read.length > 8) return null;
    const tests = read.flatMap((one: unknown): Test[] => {
      if (typeof one !== "object" || one === null || !("field" in one) || !("is" in one) || typeof one.field !== "string") return [];
      const { field, is } = one;
      if (is === "isNull") return [{ field, is }];
      return is === "eq" && "value" in one && typeof one.value === "string" ? [{ field, is, value: one.value }] : [];
    });
    return tests.length === read.length ? tests : null;
  } catch {
    return null;
  }
}

const MOST_LETTERS = 70;

function freeKey(taken: readonly string[], parts: readonly string[]): string {
  const base = parts
    .join("-")
    .normalize("NFD")
    .replace(/[^A-Za-z0-9.]+/g, "-")
    .replace(/[.-]*-[.-]*|\.{2,}/g, "-")
    .slice(0, MOST_LETTERS)
    .replace(/^[.-]+|[.-]+$/g, "");
  for (let count = 1; ; count++) {
    const key = count === 1 ? base : `${base}-${count}`;
    if (!taken.includes(key)) return key;
  }
}
