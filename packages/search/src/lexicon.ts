import type { CountedWord, Vocabulary } from "./vocabulary.ts";

/** The words of several vocabularies as one: those of the layers that a search reads. Counts are added. */
export class Lexicon {
  readonly #vocabularies: readonly Vocabulary[];
  /** Whether some names have words that are not in the vocabularies: then any word may exist. */
  readonly isPartial: boolean;

  constructor(vocabularies: readonly Vocabulary[], isPartial = false) {
    this.#vocabularies = vocabularies;
    this.isPartial = isPartial;
  }

  countOf(word: string): number {
    let count = 0;
    for (const one of this.#vocabularies) count += one.countOf(word);
    return count;
  }

  near(word: string, limit: number): CountedWord[] {
    return this.#merged((one) => one.near(word)).slice(0, limit);
  }

  nearBeginning(prefix: string, limit: number): CountedWord[] {
    return this.#merged((one) => one.nearBeginning(prefix, limit)).slice(0, limit);
  }

  /** Number of names with a longer word that begins so. */
  completionsOf(prefix: string): number {
    let count = 0;
    for (const one of this.#vocabularies) count += one.completionsOf(prefix);
    return count;
  }

  #merged(found: (vocabulary: Vocabulary) => CountedWord[]): CountedWord[] {
    const counts = new Map<string, number>();
    for (const one of this.#vocabularies) for (const { word, count } of found(one)) counts.set(word, (counts.get(word) ?? 0) + count);
    return [...counts].map(([word, count]) => ({ word, count })).sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
  }
}
