/** Whether two words differ by exactly one change: a letter inserted, removed or replaced, or two neighbours swapped. */
export function isOneChange(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const start = sharedStart(a, b);
  if (a.length !== b.length) {
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    return short.slice(start) === long.slice(start + 1);
  }
  if (a.slice(start + 1) === b.slice(start + 1)) return true;
  return a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
}

/** Whether one change in `typed` makes it the beginning of `word`. */
export function isOneChangeOfBeginning(typed: string, word: string): boolean {
  const start = sharedStart(typed, word);
  const rest = typed.slice(start);
  return (
    word.startsWith(rest.slice(1), start + 1) ||
    word.startsWith(rest.slice(1), start) ||
    word.startsWith(rest, start + 1) ||
    (rest.length > 1 && word[start] === rest[1] && word[start + 1] === rest[0] && word.startsWith(rest.slice(2), start + 2))
  );
}

function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  return same;
}
