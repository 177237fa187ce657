import type { Lsn } from "./lsn.ts";

/**
 * Shares a question among callers: each gets an answer that was asked after its call, never one that was under way. Calls that come while a
 * question is under way share the next one.
 *
 * @param ask asks the primary where its log ends
 */
export function sharedLogEnd(ask: () => Promise<Lsn>): () => Promise<Lsn> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Lsn> | null = null;
  return () => {
    next ??= running.then(begin, begin);
    return next;
  };

  function begin(): Promise<Lsn> {
    // From here on the question is under way: who calls now may have written since.
    next = null;
    const asked = ask();
    running = asked;
    return asked;
  }
}
