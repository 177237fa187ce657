import { RE2JS } from "re2js";

/** A pattern that the whole text must match. */
export interface Pattern {
  test(text: string): boolean;
}

/**
 * Patterns come from people who write models: they are matched in linear time (RE2: no look-around, no back-reference), so that none can
 * hold a check up. Values are compared with their case; paths and names of layers without it, as file systems do.
 *
 * @throws Error when it is no pattern
 */
export function whole(pattern: string, isCaseMinded = true): Pattern {
  const compiled = RE2JS.compile(pattern, isCaseMinded ? 0 : RE2JS.CASE_INSENSITIVE);
  return { test: (text) => compiled.matches(text) };
}

/** What the first group of a pattern holds in a text that matches it wholly, case not minded; null when it does not match. */
export function partOf(pattern: string): (text: string) => string | null {
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  return (text) => {
    const matcher = compiled.matcher(text);
    return matcher.matches() ? (matcher.group(1) ?? null) : null;
  };
}
