import { arrondissementCodes, fullWords, isStopWord, ordinalOf, phrasesOf, shortFormsAt, synonymsOf, waysNear } from "./abbreviations.ts";
import { isOneChange } from "./distance.ts";
import { translationsOf } from "./english.ts";
import type { Lexicon } from "./lexicon.ts";
import { SHORTEST_CORRECTED } from "./vocabulary.ts";

/** Words of names that a typed word may mean, and how far from it they are: 0 for the word itself, 1 for a typing error. */
export interface Alternative {
  /** All of them must be in the name. */
  words: readonly string[];
  cost: number;
}

const COST = {
  exact: 0,
  synonym: 0.05,
  code: 0.05,
  translated: 0.1,
  joined: 0.2,
  split: 0.3,
  corrected: 1,
  correctedBeginning: 1.2,
} as const;
const MOST_CORRECTIONS = 30;

/** What is asked of the words of names. */
export type KnownWords = Pick<Lexicon, keyof Lexicon>;

export interface WordInText {
  words: readonly string[];
  index: number;
  /** The person may still be writing it. */
  isBeginning: boolean;
  /** Also words one change away when the typed word exists: "pont" for "port". */
  isCorrecting: boolean;
}

/**
 * What a typed word may mean among the words of a lexicon: itself, its full or short forms, the words of which it is the beginning in a short
 * form, its French word, two words written as one or the reverse, the codes of an arrondissement, and words one typing error away. Words that merely begin so
 * are not listed.
 */
export function alternativesOf(typed: WordInText, lexicon: KnownWords): Alternative[] {
  const word = typed.words[typed.index] ?? "";
  const found = new Map<string, Alternative>();
  const add = (words: readonly string[], cost: number) => {
    const key = words.join(" ");
    const known = found.get(key);
    if (known && known.cost <= cost) return;
    if (words.every((one) => lexicon.countOf(one) > 0)) found.set(key, { words, cost });
  };
  add([word], COST.exact);
  if (lexicon.isPartial && found.size === 0) found.set(word, { words: [word], cost: COST.exact });
  for (const other of synonymsOf(word)) add([other], COST.synonym);
  for (const phrase of phrasesOf(word)) add(phrase, COST.synonym);
  for (const french of translationsOf(word, typed.isBeginning)) add([french], COST.translated);
  addOfNeighbours(typed, add);
  if (typed.isBeginning && word.length > 2)
    for (const full of fullWords(word)) for (const other of synonymsOf(full)) add([other], COST.synonym);
  if (isStopWord(word)) return [...found.values()];

  const isKnown =
    [...found.values()].some(({ words }) => lexicon.countOf(words[0] ?? "") > 0) || (typed.isBeginning && lexicon.completionsOf(word) > 0);
  if (!isKnown || typed.isCorrecting) addCorrections(word, lexicon, typed.isBeginning, add);
  if (found.size === 0) for (let cut = 1; cut < word.length; cut++) add([word.slice(0, cut), word.slice(cut)], COST.split + 0.1 / cut);
  return [...found.values()];
}

type Add = (words: readonly string[], cost: number) => void;

/** "bel air" for "belair", "zi" for "zone industrielle", and the codes of "Paris 12". */
function addOfNeighbours({ words, index }: WordInText, add: Add): void {
  const [before, word, after] = [words[index - 1], words[index] ?? "", words[index + 1]];
  if (after !== undefined) add([word + after], COST.joined);
  if (before !== undefined) add([before + word], COST.joined);
  for (let start = Math.max(0, index - 2); start <= index; start++)
    for (const { short, length } of shortFormsAt(words, start)) if (start + length > index) add([short], COST.synonym);
  const ordinal = ordinalOf(word);
  const number = ordinal ?? (/^\d{1,2}$/.test(word) ? Number(word) : undefined);
  if (number === undefined) return;
  if (ordinal !== undefined) for (const form of [number, `${number}e`, `${number}eme`, `${number}er`]) add([String(form)], COST.synonym);
  for (const city of [before, after])
    for (const code of city === undefined ? [] : arrondissementCodes(city, number)) add([code], COST.code);
}

function addCorrections(word: string, lexicon: KnownWords, isBeginning: boolean, add: Add): void {
  for (const other of lexicon.near(word, MOST_CORRECTIONS)) add([other.word], COST.corrected);
  if (isBeginning) for (const other of lexicon.nearBeginning(word, MOST_CORRECTIONS)) add([other.word], COST.correctedBeginning);
  // Short words have no corrections: too many are one change away. Types of ways are few, and stand first in most texts: "ru" for "rue".
  if (word.length < SHORTEST_CORRECTED) for (const way of waysNear(word)) add([way], COST.corrected);
  if (word.length < 5) return;
  // Names may only hold the short form of the word that was meant: "aveneu" for "av".
  for (const full of fullWords("")) if (isOneChange(word, full)) for (const other of synonymsOf(full)) add([other], COST.corrected);
}
