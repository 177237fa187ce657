/** A text in three parts: the middle differs from the other text, the ends are the same. */
export interface ChangedWords {
  start: string;
  changed: string;
  end: string;
}

/** The words of two texts that differ, between their common start and end. */
export function changedWords(before: string, after: string): readonly [ChangedWords, ChangedWords] {
  const [a, b] = [before.split(/(?<=\s)/), after.split(/(?<=\s)/)];
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const cut = (words: readonly string[]): ChangedWords => ({
    start: words.slice(0, start).join(""),
    changed: words.slice(start, words.length - end).join(""),
    end: words.slice(words.length - end).join(""),
  });
  return [cut(a), cut(b)];
}
