import { setTimeout as wait } from "node:timers/promises";
import { isDatabaseAway } from "../refusal.ts";

const PAUSE_MS = 1000;

/** Does a short work on rows as soon as the database serves again; not at all if the process ends before. */
export async function afterOutage(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await wait(PAUSE_MS, undefined, { signal }).catch(() => {});
    }
  }
}
