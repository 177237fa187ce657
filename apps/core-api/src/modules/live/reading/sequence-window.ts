/** Transactions as a snapshot sees them: all below `xmin` are over, none from `xmax` on had begun. */
export interface Snapshot {
  xmin: bigint;
  xmax: bigint;
}

/** Between taking a number and becoming a transaction of its own, a statement may lose a moment. */
const GRACE_MS = 1000;

interface Missing {
  since: number;
  /** Once all transactions below are over, the number was rolled back. */
  until: bigint | null;
}

/**
 * Which numbers of the outbox were seen. A transaction that took a lower number may commit after one with a higher: a number that is
 * not there yet is waited for until every transaction that could bring it is over, and holds nobody back meanwhile.
 */
export class SequenceWindow {
  private readonly missing = new Map<number, Missing>();
  /** The highest number seen. */
  top: number;

  constructor(start: number) {
    this.top = start;
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

  /** Notes the numbers that a statement saw (ascending) in its snapshot. */
  see(sequences: readonly number[], snapshot: Snapshot, now: number): void {
    for (const sequence of sequences) {
      this.missing.delete(sequence);
      for (let absent = this.top + 1; absent < sequence; absent++) this.missing.set(absent, { since: now, until: null });
      this.top = Math.max(this.top, sequence);
    }
    for (const [sequence, gap] of this.missing) {
      if (gap.until !== null) {
        if (snapshot.xmin >= gap.until) this.missing.delete(sequence);
      } else if (now - gap.since >= GRACE_MS) {
        gap.until = snapshot.xmax;
      }
    }
  }
}
