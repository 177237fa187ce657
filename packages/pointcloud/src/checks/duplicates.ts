import type { PointColumns } from "../las/columns.ts";
import type { Triple } from "../las/header.ts";

/** Bits of the filter: 64 MB. A cloud of 50 million points fills a sixth of them. */
const FILTER_BITS = 2 ** 29;
/** Positions that can be examined in the second pass. More duplicates than this are counted as at least so many. With them the search needs some 130 MB. */
const MOST_SUSPECTS = 400_000;

/**
 * Finds points at the same x, y and z, in two passes and fixed memory. The first one marks positions in a filter that never overlooks a
 * duplicate, but suspects some that are not; the second one looks at the suspects alone.
 */
export class DuplicateSearch {
  private readonly filter: Uint32Array;
  private readonly bits: number;
  private readonly suspects = new Set<number>();
  /** Positions of suspects that were seen, as text: exact. */
  private readonly seen = new Set<string>();
  /** Points at a position where an earlier point is. */
  duplicates = 0;
  /** The first of them: its place in the file, and its stored coordinates. */
  first: { index: number; stored: Triple } | undefined;
  private index = 0;

  /** @param points of the cloud: small clouds need little memory */
  constructor(points: number) {
    this.bits = Math.min(FILTER_BITS, 2 ** Math.ceil(Math.log2(Math.max(1024, 10 * points))));
    this.filter = new Uint32Array(this.bits / 32);
  }

  /** First pass. */
  mark({ count, x, y, z }: PointColumns): void {
    for (let i = 0; i < count; i++) {
      const hash = mix(x[i] as number, y[i] as number, z[i] as number);
      const other = Math.imul(hash ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
      const wasMarked = this.setBit(hash % this.bits);
      const wasMarkedToo = this.setBit(other % this.bits);
      if (wasMarked && wasMarkedToo && this.suspects.size < MOST_SUSPECTS) this.suspects.add(hash);
    }
  }

  /** Are there suspects? If not, the second pass is not needed. */
  get hasSuspects(): boolean {
    return this.suspects.size > 0;
  }

  /** Second pass, over the same points in the same order. */
  examine({ count, x, y, z }: PointColumns): void {
    for (let i = 0; i < count; i++) {
      if (!this.suspects.has(mix(x[i] as number, y[i] as number, z[i] as number))) continue;
      const position = `${x[i]},${y[i]},${z[i]}`;
      if (this.seen.has(position)) {
        if (this.duplicates++ === 0) this.first = { index: this.index + i, stored: [x[i] as number, y[i] as number, z[i] as number] };
      } else if (this.seen.size < 2 * MOST_SUSPECTS) this.seen.add(position);
    }
    this.index += count;
  }

  /** @returns whether the bit was set before */
  private setBit(bit: number): boolean {
    const word = this.filter[bit >>> 5] as number;
    this.filter[bit >>> 5] = word | (1 << (bit & 31));
    return (word & (1 << (bit & 31))) !== 0;
  }
}

/** A number of 32 bits from three. */
function mix(x: number, y: number, z: number): number {
  let hash = Math.imul(x, 0x85ebca6b) ^ Math.imul(y, 0xc2b2ae35) ^ Math.imul(z, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}
