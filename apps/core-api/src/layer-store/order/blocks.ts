/** How many values of `fid` a block covers. */
export const BLOCK = 256;
/** A layer whose `fid`s need more blocks is not counted: 6 MB, for 256 million values. */
const MOST_BLOCKS = 1_000_000;

/** A feature that came into the layer (1) or left it (-1). */
export interface Moved {
  fid: number;
  by: 1 | -1;
}

/** How many features of a block there are; blocks without features are left out. */
export type BlockCount = readonly [block: number, features: number];

/**
 * The features of a layer at one revision, counted by blocks of their `fid`: where a page begins that skips a number of features. Block `b`
 * covers the `fid`s from `b * BLOCK + 1` to `(b + 1) * BLOCK`.
 */
export class Blocks {
  readonly revision: number;
  private readonly counts: Uint16Array;
  /** How many features are in the blocks before each block, and in all. */
  private readonly before: Float64Array;

  private constructor(revision: number, counts: Uint16Array) {
    this.revision = revision;
    this.counts = counts;
    this.before = new Float64Array(counts.length + 1);
    let sum = 0;
    for (const [block, count] of counts.entries()) {
      sum += count;
      this.before[block + 1] = sum;
    }
  }

  /** @returns null for numbers that no layer of ours has, and for too many blocks */
  static of(revision: number, found: readonly BlockCount[]): Blocks | null {
    const last = found.reduce((most, [block]) => Math.max(most, block), -1);
    if (last >= MOST_BLOCKS) return null;
    const counts = new Uint16Array(last + 1);
    for (const [block, count] of found) {
      if (block < 0 || count > BLOCK) return null;
      counts[block] = count;
    }
    return new Blocks(revision, counts);
  }

  get bytes(): number {
    return this.counts.byteLength + this.before.byteLength;
  }

  /** The number of features. */
  get total(): number {
    return this.before.at(-1) ?? 0;
  }

  /** The `fid` after which a page begins that skips `offset` features, and how many features are still to be skipped from there. */
  placeOf(offset: number): { after: number; offset: number } {
    const { before, counts } = this;
    let [low, high] = [0, counts.length];
    // The block of the feature: the last one before which there are no more than `offset`.
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((before[middle + 1] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const [after, rest] = [low * BLOCK, offset - (before[low] ?? 0)];
    // In a full block, the number of a feature says its `fid`.
    return low === counts.length || counts[low] === BLOCK ? { after: after + rest, offset: 0 } : { after, offset: rest };
  }

  /** The same layer at a later revision. @returns null when the changes do not fit */
  after(revision: number, changes: readonly Moved[]): Blocks | null {
    const blockOf = ({ fid }: Moved) => Math.floor((fid - 1) / BLOCK);
    const last = changes.reduce((most, change) => Math.max(most, blockOf(change)), this.counts.length - 1);
    if (last >= MOST_BLOCKS) return null;
    const counts = new Uint16Array(last + 1);
    counts.set(this.counts);
    for (const change of changes) {
      const count = (counts[blockOf(change)] ?? -1) + change.by;
      if (count < 0 || count > BLOCK) return null;
      counts[blockOf(change)] = count;
    }
    return new Blocks(revision, counts);
  }
}
