interface Entry<T> {
  readonly answer: Promise<T>;
  readonly at: number;
}

/**
 * Caches public answers for a moment, so that simultaneous visitors share one request. Failures are not cached.
 * Never use it for answers that depend on the visitor.
 */
export function createBriefCache<T>(
  ask: (key: string) => Promise<T>,
  { freshMs, capacity, now = Date.now }: { readonly freshMs: number; readonly capacity: number; readonly now?: () => number },
): (key: string) => Promise<T> {
  const entries = new Map<string, Entry<T>>();
  return (key) => {
    const known = entries.get(key);
    if (known && now() - known.at < freshMs) return known.answer;
    const entry = { answer: ask(key), at: now() };
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    entry.answer.catch(() => entries.get(key) === entry && entries.delete(key));
    return entry.answer;
  };
}
