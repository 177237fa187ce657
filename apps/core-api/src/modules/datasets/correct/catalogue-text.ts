import type { Tx } from "@archipel/database/database.ts";
import { isStopWord } from "@archipel/search/abbreviations.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import { Vocabulary } from "@archipel/search/vocabulary.ts";
import { catalogueWords } from "../queries.ts";

const MOST_WORDS = 12;

/**
 * A text that found no dataset of a portal, with its typing errors corrected: "zonnage" → "zonage". Only words of datasets that the caller may
 * read are compared. Null when there is nothing to correct.
 */
export async function correctCatalogueText(tx: Tx, portalId: string, q: string): Promise<string | null> {
  const typed = wordsOf(q).slice(0, MOST_WORDS);
  if (typed.length === 0) return null;
  const counted = await catalogueWords(tx, portalId, typed);
  const vocabulary = Vocabulary.of(counted);
  const isKnown = (word: string) => isStopWord(word) || counted.some((one) => one.word.startsWith(word));
  const corrected = typed.map((word) => (isKnown(word) ? word : (vocabulary.near(word)[0]?.word ?? word))).join(" ");
  return corrected === typed.join(" ") ? null : corrected;
}
