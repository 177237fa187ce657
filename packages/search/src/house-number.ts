import { isStopWord, isWayType } from "./abbreviations.ts";

/** A number of a house with its repetition: 12 bis. */
export interface HouseNumber {
  number: number;
  /** Folded; empty without one: "bis", "ter", "a". */
  suffix: string;
}

const SUFFIXES: Readonly<Record<string, string>> = { b: "bis", t: "ter", q: "quater", bi: "bis" };
const WORDS = /^(bis|ter|quater|quinquies|[a-z])$/;

/** Reads a number and its suffix from words that begin with it: "12", "12bis", "12 bis", "12 b". `length` is how many words were read. */
export function readHouseNumber(words: readonly string[], start: number): { house: HouseNumber; length: number } | null {
  const [, digits, joined] = /^(\d{1,5})(bis|ter|quater|quinquies|[a-z])?$/.exec(words[start] ?? "") ?? [];
  if (digits === undefined || Number(digits) === 0) return null;
  if (joined !== undefined) return { house: { number: Number(digits), suffix: suffixOf(joined) }, length: 1 };
  const next = words[start + 1];
  // "12 l" is the beginning of "12 l'abbaye", "12 a" of "12 à Rennes", and "12 r" of "12 rue"; but "12 d rue" has the repetition D.
  const isSuffix = next !== undefined && WORDS.test(next) && !isWayType(next) && (!isStopWord(next) || isWayType(words[start + 2] ?? ""));
  return { house: { number: Number(digits), suffix: isSuffix ? suffixOf(next) : "" }, length: isSuffix ? 2 : 1 };
}

/** The usual form of a suffix: "b" → "bis". */
function suffixOf(text: string): string {
  return SUFFIXES[text] ?? text;
}
