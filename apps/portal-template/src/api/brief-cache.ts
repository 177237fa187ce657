import { contentNews } from "../runtime/content-news.ts";
import { noteFailures } from "./note-failures.ts";

interface Entry<T> {
  readonly answer: Promise<T>;
  readonly at: number;
  readonly portalId: string | undefined;
  /** When it changes by itself, in milliseconds since 1970; infinite until the answer is there. */
  until: number;
}

/** While changes are reported, an answer is kept until one comes: this age is for what changes by the clock alone. */
const REPORTED_MS = 300_000;

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/**
 * Caches public answers, so that visitors share one request: until the portal's content changes while changes are reported, else for a
 * moment. The first id in a key is the portal's. Failures are not cached. Never use it for answers that depend on the visitor.
 */
export function createBriefCache<T>(
  ask: (key: string) => Promise<T>,
  {
    freshMs,
    capacity,
    until,
    now = Date.now,
    news = contentNews,
  }: {
    readonly freshMs: number;
    readonly capacity: number;
    /** When an answer changes by the clock alone; null: it does not. */
    readonly until?: (answer: T) => Date | null;
    readonly now?: () => number;
    readonly news?: typeof contentNews;
  },
): (key: string) => Promise<T> {
  const entries = new Map<string, Entry<T>>();
  // An answer on its way may be older than the change: it is forgotten too, because it is an entry since it was asked for.
  news.onChanged((changed) => {
    if (changed === null) entries.clear();
    else for (const [key, { portalId }] of entries) if (portalId === undefined || changed.has(portalId)) entries.delete(key);
  });
  return (key) => {
    const known = entries.get(key);
    if (known && now() < known.until && now() - known.at < (news.isTrue ? Math.max(REPORTED_MS, freshMs) : freshMs)) {
      // A page that waits for an answer that another page asked for fails with it.
      const fail = noteFailures();
      if (fail) known.answer.catch(fail);
      return known.answer;
    }
    const entry: Entry<T> = { answer: ask(key), at: now(), portalId: ID.exec(key)?.[0], until: Number.POSITIVE_INFINITY };
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    entry.answer.then(
      (answer) => {
        entry.until = until?.(answer)?.getTime() ?? entry.until;
      },
      () => entries.get(key) === entry && entries.delete(key),
    );
    return entry.answer;
  };
}
