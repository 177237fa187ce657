/** Reports nearer than this are compared by their words. */
export const NEAR_METRES = 100;
/** Reports nearer than this may be about the same thing, whatever their words: as far as a place is tapped wrongly on a phone. */
const SAME_PLACE_METRES = 30;
/** Words at least as similar as this may be about the same thing. */
const SIMILAR_WORDS = 0.35;
/** Of the same theme, fewer shared words are enough. */
const SIMILAR_WORDS_OF_THEME = 0.25;

/** Trigrams of the words, without accents, case and punctuation. Spaces mark the start and end of each word. */
function trigrams(text: string): Set<string> {
  const words =
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = new Set<string>();
  for (const word of words) {
    const padded = `  ${word} `;
    for (let start = 0; start + 3 <= padded.length; start++) found.add(padded.slice(start, start + 3));
  }
  return found;
}

/** Similarity of two texts, from 0 to 1: Dice's coefficient of their trigrams. */
export function likeness(one: string, other: string): number {
  const [left, right] = [trigrams(one), trigrams(other)];
  if (left.size === 0 || right.size === 0) return 0;
  let shared = 0;
  for (const trigram of left) if (right.has(trigram)) shared++;
  return (2 * shared) / (left.size + right.size);
}

export interface Alike {
  distance: number;
  likeness: number;
  isSameFeature: boolean;
  isSameTheme: boolean;
}

/** Whether two reports are offered as possible duplicates: on the same feature, at the same place, or near with similar words. */
export function mayBeSame({ distance, likeness: words, isSameFeature, isSameTheme }: Alike): boolean {
  if (isSameFeature || distance <= SAME_PLACE_METRES) return true;
  return distance <= NEAR_METRES && words >= (isSameTheme ? SIMILAR_WORDS_OF_THEME : SIMILAR_WORDS);
}

/** A score for sorting: the same feature weighs most, then the text and the distance, then the theme. */
export function similarityScore({ distance, likeness: words, isSameFeature, isSameTheme }: Alike): number {
  const nearness = Math.max(0, 1 - distance / NEAR_METRES);
  return (isSameFeature ? 1 : 0) + 0.8 * words + 0.5 * nearness + (isSameTheme ? 0.2 : 0);
}
