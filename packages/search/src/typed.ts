import { isStopWord } from "./abbreviations.ts";
import { type Alternative, alternativesOf, type KnownWords } from "./alternatives.ts";
import { wordsOf } from "./fold.ts";

/** A word of a text, where it is in it, and what it may be in a name. */
export interface TypedWord {
  word: string;
  /** Where it is in the text. */
  start: number;
  end: number;
  /** Words of a name that say the same, all of them together: "st" for "saint". */
  alternatives: readonly Alternative[];
  /** Its place among the words of the text. */
  index: number;
  /** How many commas are before it: they divide a street from its town. */
  commas: number;
  /** The person may still be writing it. */
  isLast: boolean;
}

/** Every word may be in a name: what a typed word means then depends on that name alone. */
const ANY_WORD: KnownWords = {
  isPartial: false,
  countOf: () => 1,
  completionsOf: () => 0,
  near: () => [],
  nearBeginning: () => [],
};

/** The words of a text in its order, with articles and all others that a search leaves out. */
export function typedWords(text: string): TypedWord[] {
  const found = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].flatMap((match) =>
    wordsOf(match[0]).map((word) => ({ word, start: match.index, end: match.index + match[0].length })),
  );
  const words = found.map(({ word }) => word);
  const isOpen = /[\p{L}\p{N}\p{M}]$/u.test(text);
  return found.map((one, index) => ({
    ...one,
    index,
    commas: text.slice(0, one.start).split(/[,;]/).length - 1,
    alternatives: alternativesOf({ words, index, isBeginning: false, isCorrecting: false }, ANY_WORD),
    isLast: isOpen && index === found.length - 1,
  }));
}

const NUMBER_SIGNS = new Set(["n", "no", "nr", "num", "numero", "number"]);
/** Words that people write around the name of a place and that are no part of it. */
const FILLERS = new Set(
  "centre ville bourg mairie commune town city village france adresse address in at near to and dans pres vers chez pour sur sis sise".split(
    " ",
  ),
);
/** Words after which a number or a letter is inside a building. */
export const INSIDE: ReadonlySet<string> = new Set("apt appt appartement flat etage esc escalier bat batiment".split(" "));

/** Whether a word is the number or letter of a flat, a staircase or a building. */
export const isInside = (word: string) => /^([a-z]|\d{1,3}[a-z]?)$/.test(word);

/** Whether a word of a text tells nothing about the place: articles, "centre", "apt 3", "cedex 9". Where a name has it, it counts all the same. */
export function isFiller(words: readonly TypedWord[], { index }: TypedWord): boolean {
  return isFillerAmong(
    words.map(({ word }) => word),
    index,
  );
}

/** The same for folded words. */
export function isFillerAmong(words: readonly string[], index: number): boolean {
  const [before = "", word = "", after = ""] = [words[index - 1], words[index], words[index + 1]];
  if (isStopWord(word) || FILLERS.has(word) || word === "cedex" || isNumberSign(words, index)) return true;
  if (INSIDE.has(word)) return isInside(after);
  return (before === "cedex" && /^\d{1,2}$/.test(word)) || (INSIDE.has(before) && isInside(word));
}

/** Whether a word only says that a number follows: "n° 12". */
export function isNumberSign(words: readonly string[], index: number): boolean {
  return NUMBER_SIGNS.has(words[index] ?? "") && /^\d/.test(words[index + 1] ?? "");
}
