/** How often the clock looks. */
const TICK_MS = 250;

/**
 * A clock of the time in which this process could hear. While the event loop is late, nothing is read, so the clock counts no more than two ticks
 * of it: a silence that only this process made is not the silence of the other side.
 *
 * @returns a function that gives milliseconds; they never go back
 */
export function listeningClock(now: () => number = () => performance.now()): () => number {
  let counted = 0;
  let at = now();
  const sinceTick = () => Math.min(now() - at, 2 * TICK_MS);
  setInterval(() => {
    counted += sinceTick();
    at = now();
  }, TICK_MS).unref();
  return () => counted + sinceTick();
}
