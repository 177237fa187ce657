import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Core } from "../../kernel/core.ts";
import { perCore } from "../../kernel/per-core.ts";

const SHORTEST_MS = 250;
const LONGEST_MS = 1_250;
/** More refusals than this are sent at once: a held one keeps a connection open. */
const MOST_HELD = 500;

const heldBy = perCore(() => ({ count: 0 }));

/**
 * Waits before a refusal is sent, each time for another while. A program that floods waits for its answers, so it floods more slowly, and what
 * it sent together does not arrive together again.
 *
 * @param left aborted when the caller disconnects
 */
export async function holdBack(core: Core, left: AbortSignal): Promise<void> {
  const held = heldBy(core);
  if (held.count >= MOST_HELD) return;
  held.count++;
  try {
    await delay(randomInt(SHORTEST_MS, LONGEST_MS), undefined, { signal: left });
  } catch (error) {
    if (!left.aborted) throw error;
  } finally {
    held.count--;
  }
}
