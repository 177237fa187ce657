import { describe, expect, test } from "vitest";
import { compilePattern } from "./pattern.ts";
import { patternSchema } from "./words.ts";

describe("patterns", () => {
  test("match the whole text, case-sensitive by default", () => {
    expect(compilePattern("ZO[0-9]+").test("ZO12")).toBe(true);
    expect(compilePattern("ZO[0-9]+").test("xZO12")).toBe(false);
    expect(compilePattern("ZO[0-9]+").test("ZO12\n")).toBe(false);
    expect(compilePattern("ZO[0-9]+").test("zo12")).toBe(false);
    expect(compilePattern("ZO[0-9]+", false).test("zo12")).toBe(true);
    expect(compilePattern("a|b").test("ab")).toBe(false);
    expect(compilePattern(".{3}").test("été")).toBe(true);
  });

  // With a backtracking matcher, each of these would take practically forever.
  test.each(["(a+)+b", "(a|a)*b", "(.*a){30}"])("%s answers at once on a long text", (pattern) => {
    expect(compilePattern(pattern).test(`${"a".repeat(2_000)}c`)).toBe(false);
  });

  test.each(["(?=a)b", "(a)\\1", "[", "a{1,5000}"])("%s is refused in a model", (pattern) => {
    expect(patternSchema.safeParse(pattern).success).toBe(false);
  });
});
