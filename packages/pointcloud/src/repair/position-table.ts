/** Slots of a table: 96 MB. Three quarters of them are filled at most. */
const MOST_SLOTS = 2 ** 23;
const FILLED = 0.75;

/** How often a cloud is read to compare all positions with each other in the memory of one table. */
export function roundsFor(points: number): number {
  return Math.max(1, Math.ceil(points / (MOST_SLOTS * FILLED)));
}

/** Positions that were seen, exactly, in fixed memory: a hash table of three numbers a slot. */
export class PositionTable {
  private readonly slots: Int32Array;
  private readonly taken: Uint8Array;
  private readonly mask: number;
  private size = 0;

  /** @param positions that may come in one round */
  constructor(positions: number) {
    const slots = Math.min(MOST_SLOTS, 2 ** Math.ceil(Math.log2(Math.max(64, positions / FILLED))));
    this.slots = new Int32Array(3 * slots);
    this.taken = new Uint8Array(slots);
    this.mask = slots - 1;
  }

  /** @returns whether the position was there already */
  add(x: number, y: number, z: number): boolean {
    const { slots, taken, mask } = this;
    for (let at = mix(x, y, z) & mask; ; at = (at + 1) & mask) {
      if (taken[at] === 0) {
        // A hash that spreads badly must not make the table endless.
        if (this.size++ > mask * 0.9) return false;
        taken[at] = 1;
        slots[3 * at] = x;
        slots[3 * at + 1] = y;
        slots[3 * at + 2] = z;
        return false;
      }
      if (slots[3 * at] === x && slots[3 * at + 1] === y && slots[3 * at + 2] === z) return true;
    }
  }

  clear(): void {
    this.taken.fill(0);
    this.size = 0;
  }
}

/** The round in which a position is looked at, from other bits than its slot. */
export function roundOf(x: number, y: number, z: number, rounds: number): number {
  return rounds === 1 ? 0 : (Math.imul(mix(z, x, y), 0x2545f491) >>> 0) % rounds;
}

/** A number of 32 bits from three. */
function mix(x: number, y: number, z: number): number {
  let hash = Math.imul(x, 0x85ebca6b) ^ Math.imul(y, 0xc2b2ae35) ^ Math.imul(z, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}
