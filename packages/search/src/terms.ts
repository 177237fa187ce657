import { isStopWord, isWayType, ordinalOf } from "./abbreviations.ts";
import { type Alternative, alternativesOf } from "./alternatives.ts";
import { wordsOf } from "./fold.ts";
import { type HouseNumber, readHouseNumber } from "./house-number.ts";
import type { Lexicon } from "./lexicon.ts";
import { INSIDE, isFillerAmong, isInside, isNumberSign } from "./typed.ts";

/** A typed word that counts, with what it may mean. */
export interface Term {
  typed: string;
  alternatives: readonly Alternative[];
  /** The person may still be writing it: every word that begins so counts too. */
  isBeginning: boolean;
  /** Names may be found without it: the type of a way. */
  isWayType: boolean;
  /** Number of names that a search for it alone would find, at most. */
  count: number;
}

/** One way to understand a text. */
export interface Reading {
  terms: readonly Term[];
  /** Typed words that no name has. */
  unknown: readonly string[];
  house: HouseNumber | null;
  /** All folded words as they were typed, for names that begin so. */
  folded: string;
}

/** A longer text is cut: each word costs a look at the index. */
const MOST_WORDS = 12;
const MOST_NUMBERS = 2;

/**
 * The ways to understand a text, the simplest first: all words as words of a name, then a number of it as the number of a house.
 *
 * @param isCorrecting also words one typing error away from those that exist
 */
export function readingsOf(text: string, lexicon: Lexicon, isCorrecting = false): Reading[] {
  const all = withoutFlat(withoutCedex(wordsOf(text)));
  const words = all.filter((_, index) => !isNumberSign(all, index)).slice(0, MOST_WORDS);
  const isOpen = /[\p{L}\p{N}]$/u.test(text);
  const readings = readingsOfWords(words, lexicon, { isOpen, isCorrecting });
  // "Ormelune centre": a name elsewhere may have the word, and this one be found without it.
  const named = words.filter((word, index) => isStopWord(word) || !isFillerAmong(words, index));
  if (named.length < words.length && named.some((word) => !isStopWord(word)))
    readings.push(...readingsOfWords(named, lexicon, { isOpen: isOpen && named.at(-1) === words.at(-1), isCorrecting }));
  return readings.filter(({ terms }) => terms.length > 0);
}

function readingsOfWords(
  words: readonly string[],
  lexicon: Lexicon,
  { isOpen, isCorrecting }: { isOpen: boolean; isCorrecting: boolean },
): Reading[] {
  if (words.length === 0) return [];
  const readings = [readingOf(words, null, lexicon, { isOpen, isCorrecting })];
  for (const { house, rest, isAtEnd } of houseNumbers(words)) {
    const reading = readingOf(rest, house, lexicon, { isOpen: isOpen && !isAtEnd, isCorrecting });
    if (reading.terms.some((term) => !term.isWayType || term.count > 0)) readings.push(reading);
  }
  return readings;
}

/** The words of an address without "CEDEX 9", which concerns the mail of companies only. */
function withoutCedex(words: readonly string[]): string[] {
  return words.filter((word, index) => word !== "cedex" && !(words[index - 1] === "cedex" && /^\d{1,2}$/.test(word)));
}

/** The words of an address without what is inside its house: "apt 3", "bât. B". */
function withoutFlat(words: readonly string[]): string[] {
  const begins = (index: number) => INSIDE.has(words[index] ?? "") && isInside(words[index + 1] ?? "");
  return words.filter((_, index) => !begins(index) && !begins(index - 1));
}

function readingOf(
  words: readonly string[],
  house: HouseNumber | null,
  lexicon: Lexicon,
  { isOpen, isCorrecting }: { isOpen: boolean; isCorrecting: boolean },
): Reading {
  const terms: Term[] = [];
  const unknown: string[] = [];
  const hasOther = words.some((word) => !isStopWord(word));
  words.forEach((typed, index) => {
    if (isStopWord(typed) && hasOther) return;
    const isBeginning = isOpen && index === words.length - 1;
    const alternatives = alternativesOf({ words, index, isBeginning, isCorrecting }, lexicon);
    const completions = isBeginning ? lexicon.completionsOf(typed) : 0;
    if (alternatives.length === 0 && completions === 0) {
      unknown.push(typed);
      return;
    }
    const count = completions + alternatives.reduce((sum, { words: all }) => sum + leastOf(all, lexicon), 0);
    const isWay = isWayType(typed) || (alternatives.length > 0 && alternatives.every(({ words: all }) => all.every(isWayType)));
    terms.push({ typed, alternatives, isBeginning, isWayType: isWay, count });
  });
  return { terms, unknown, house, folded: words.join(" ") };
}

const leastOf = (words: readonly string[], lexicon: Lexicon) => Math.min(...words.map((word) => lexicon.countOf(word)));

/** The numbers of a text that may be the number of a house: the first word, else any number that is no postcode, year or ordinal. */
function houseNumbers(words: readonly string[]): { house: HouseNumber; rest: string[]; isAtEnd: boolean }[] {
  const found: { house: HouseNumber; rest: string[]; isAtEnd: boolean }[] = [];
  for (let start = 0; start < words.length && found.length < MOST_NUMBERS; start++) {
    const word = words[start] ?? "";
    const read = readHouseNumber(words, start);
    if (!read || (start > 0 && (word.length === 5 || ordinalOf(word) !== undefined))) continue;
    const rest = [...words.slice(0, start), ...words.slice(start + read.length)];
    if (rest.length > 0) found.push({ house: read.house, rest, isAtEnd: start + read.length === words.length });
  }
  return found;
}
