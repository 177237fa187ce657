import { RE2JS } from "re2js";

/** A pattern that must match the whole text. */
export interface Pattern {
  test(text: string): boolean;
}

/**
 * Compiles a pattern. People who write models choose patterns, so they are matched in linear time (RE2: no look-around, no back-reference):
 * no pattern can block a check. Values are matched case-sensitively, paths and layer names case-insensitively like in file systems.
 *
 * @throws Error when the pattern is invalid
 */
export function compilePattern(pattern: string, isCaseSensitive = true): Pattern {
  const compiled = RE2JS.compile(pattern, isCaseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  return { test: (text) => compiled.matches(text) };
}

/** Makes a function that returns the first group of a pattern (case-insensitive); null when the pattern does not match the whole text. */
export function firstGroupOf(pattern: string): (text: string) => string | null {
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  return (text) => {
    const matcher = compiled.matcher(text);
    return matcher.matches() ? (matcher.group(1) ?? null) : null;
  };
}
