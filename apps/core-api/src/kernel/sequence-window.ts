/** Transactions as a snapshot sees them: all below `xmin` are over, none from `xmax` on had begun. */
export interface Snapshot {
  xmin: bigint;
  xmax: bigint;
}

/** Between taking a number and becoming a transaction of its own, a statement may lose a moment. */
const GRACE_MS = 1000;

export interface Missing {
  since: number;
  /** Once all transactions below are over, the number was rolled back. */
  until: bigint | null;
}

/**
 * Which numbers of the outbox were seen. A transaction that took a lower number may commit after one with a higher: a number that is
 * not there yet is waited for until every transaction that could bring it is over, and holds nobody back meanwhile.
 */
export class SequenceWindow {
  /** Numbers below `top` that may still come, ascending. */
  readonly missing: Map<number, Missing>;
  /** The highest number seen. */
  top: number;

  /** @param missing what was still to come where a reading stopped, ascending */
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

  /** Notes the numbers that a statement saw (ascending) in its snapshot: all that there were, above `top` and among `awaited`. */
  see(sequences: readonly number[], snapshot: Snapshot, now: number): void {
    this.note(sequences, now);
    this.settle(snapshot, now);
  }

  /** Notes the first of the numbers that a statement saw: the others are left to be seen again. */
  note(sequences: readonly number[], now: number): void {
    for (const sequence of sequences) {
      this.missing.delete(sequence);
      for (let absent = this.top + 1; absent < sequence; absent++) this.missing.set(absent, { since: now, until: null });
      this.top = Math.max(this.top, sequence);
    }
  }

  /** Gives up the numbers that can come no more. Only when all that the snapshot saw is noted: one that is left would be given up. */
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
