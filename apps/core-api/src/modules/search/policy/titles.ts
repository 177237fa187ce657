import { isStopWord } from "@archipel/search/abbreviations.ts";
import { wordsOf } from "@archipel/search/fold.ts";

/** Pages and topics come after the places of the same words. */
const COST = { inTitle: 0.6, inIntroduction: 0.4 } as const;

/** The words of a text that titles are compared with. */
export function typedWords(q: string): string[] {
  return wordsOf(q).filter((word) => !isStopWord(word) && word.length > 2);
}

/** How far a page is from the typed words, each of which must begin one of its own; undefined when one does not. */
export function costOfTitle(typed: readonly string[], title: readonly string[], introduction: readonly string[]): number | undefined {
  const holds = (words: readonly string[]) => typed.every((word) => words.some((one) => one.startsWith(word)));
  if (typed.length === 0 || !holds([...title, ...introduction])) return undefined;
  return COST.inTitle + (holds(title) ? 0 : COST.inIntroduction);
}
