interface Tries {
  readonly weight: number;
  /** Milliseconds of the clock. */
  readonly at: number;
}

/**
 * How much each caller asked for lately. A count fades by the factor e in each period, so someone who asks r times a second settles at
 * r × the period in seconds. Requests that are refused count as well: a program that goes on regardless stays refused, a person who waits
 * does not.
 */
export class Attempts {
  readonly #periodMs: number;
  readonly #most: number;
  readonly #now: () => number;
  /** The caller who asked longest ago comes first. */
  readonly #tries = new Map<string, Tries>();

  /** @param most callers that are remembered; beyond, those who asked longest ago are forgotten */
  constructor({
    periodSeconds,
    most = 50_000,
    now = () => performance.now(),
  }: { periodSeconds: number; most?: number; now?: () => number }) {
    this.#periodMs = periodSeconds * 1000;
    this.#most = most;
    this.#now = now;
  }

  /** The weight of what the caller asked for lately. */
  of(caller: string): number {
    const known = this.#tries.get(caller);
    return known ? known.weight * Math.exp((known.at - this.#now()) / this.#periodMs) : 0;
  }

  /** Adds one request. @returns the weight with it */
  add(caller: string, weight: number): number {
    const sum = this.of(caller) + weight;
    this.#tries.delete(caller);
    this.#tries.set(caller, { weight: sum, at: this.#now() });
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > this.#most && oldest !== undefined) this.#tries.delete(oldest);
    return sum;
  }

  /** Seconds until the weight of someone who waits has fallen to `limit`. */
  secondsUntil(caller: string, limit: number): number {
    const excess = this.of(caller) / limit;
    return excess <= 1 ? 0 : (Math.log(excess) * this.#periodMs) / 1000;
  }
}
