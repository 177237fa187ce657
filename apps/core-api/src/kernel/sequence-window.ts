/** A snapshot's view of transactions: all below `xmin` have ended, those from `xmax` on had not begun. */
export interface Snapshot {
  xmin: bigint;
  xmax: bigint;
}

/** A sequence value can become visible in a transaction id slightly later than it was taken. */
const GRACE_MS = 1000;

export interface Missing {
  since: number;
  /** Once all transactions below it have ended, the number was rolled back. */
  until: bigint | null;
}

/**
 * Which numbers of the outbox were seen. A transaction with a lower number may commit after one with a higher number. A missing number is
 * awaited until every transaction that could bring it has ended; meanwhile later numbers are handled.
 */
export class SequenceWindow {
  /** Numbers below `top` that may still come, ascending. */
  readonly missing: Map<number, Missing>;
  /** The highest number seen. */
  top: number;

  /** @param missing the awaited numbers when the reader stopped, ascending */
  constructor(start: number, missing: Iterable<[number, Missing]> = []) {
    this.top = start;
    this.missing = new Map(missing);
  }

  /** Every number up to here was seen, or will never come. */
  get floor(): number {
    // Numbers are added in ascending order: the first is the lowest.
    const [lowest] = this.missing.keys();
    return lowest === undefined ? this.top : lowest - 1;
  }

  /** Numbers below `top` that may still come. */
  get awaited(): number[] {
    return [...this.missing.keys()];
  }

  /** Notes the numbers that a statement saw (ascending) in its snapshot: all those above `top` and among `awaited`. */
  see(sequences: readonly number[], snapshot: Snapshot, now: number): void {
    this.note(sequences, now);
    this.settle(snapshot, now);
  }

  /** Notes only the first of the numbers that a statement saw; the others will be seen again. */
  note(sequences: readonly number[], now: number): void {
    for (const sequence of sequences) {
      this.missing.delete(sequence);
      for (let absent = this.top + 1; absent < sequence; absent++) this.missing.set(absent, { since: now, until: null });
      this.top = Math.max(this.top, sequence);
    }
  }

  /**
   * Gives up numbers that can no longer come. Call it only after all numbers of the snapshot were noted, or an unnoted one would be given
   * up.
   */
  settle(snapshot: Snapshot, now: number): void {
    for (const [sequence, gap] of this.missing) {
      if (gap.until !== null) {
        if (snapshot.xmin >= gap.until) this.missing.delete(sequence);
      } else if (now - gap.since >= GRACE_MS) {
        gap.until = snapshot.xmax;
      }
    }
  }
}
