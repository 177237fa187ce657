import { describe, expect, test } from "vitest";
import { whole } from "./pattern.ts";
import { patternSchema } from "./words.ts";

describe("patterns", () => {
  test("match the whole text, values with their case, paths without", () => {
    expect(whole("ZO[0-9]+").test("ZO12")).toBe(true);
    expect(whole("ZO[0-9]+").test("xZO12")).toBe(false);
    expect(whole("ZO[0-9]+").test("ZO12\n")).toBe(false);
    expect(whole("ZO[0-9]+").test("zo12")).toBe(false);
    expect(whole("ZO[0-9]+", false).test("zo12")).toBe(true);
    expect(whole("a|b").test("ab")).toBe(false);
    expect(whole(".{3}").test("été")).toBe(true);
  });

  // Either would keep a backtracking matcher busy for longer than anybody waits.
  test.each(["(a+)+b", "(a|a)*b", "(.*a){30}"])("%s answers at once, however long the text", (pattern) => {
    expect(whole(pattern).test(`${"a".repeat(2_000)}c`)).toBe(false);
  });

  test.each(["(?=a)b", "(a)\\1", "[", "a{1,5000}"])("%s is not accepted in a model", (pattern) => {
    expect(patternSchema.safeParse(pattern).success).toBe(false);
  });
});
