import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

const SHORTEST_MS = 250;
const LONGEST_MS = 1_250;

/**
 * Waits before a refusal is sent, each time for another while. A program that floods waits for its answers, so it floods more slowly, and what
 * it sent together does not arrive together again.
 */
export class HeldRefusals {
  readonly #most: number;
  #count = 0;

  /** @param most refusals that wait at the same time: a held one keeps a connection open */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * @param left aborted when the caller disconnects
   * @returns whether there was room to wait; else the refusal is to be sent at once
   */
  async wait(left: AbortSignal): Promise<boolean> {
    if (this.#count >= this.#most) return false;
    this.#count++;
    try {
      await delay(randomInt(SHORTEST_MS, LONGEST_MS), undefined, { signal: left });
    } catch (error) {
      if (!left.aborted) throw error;
    } finally {
      this.#count--;
    }
    return true;
  }
}
