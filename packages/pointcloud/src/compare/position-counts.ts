/** Slots of a table: 235 MB. Three quarters of them are filled at most. */
const MOST_SLOTS = 2 ** 24;
const FILLED = 0.75;

/** How often two clouds are read to compare all their positions in the memory of one table. */
export function roundsFor(points: number, mostSlots = MOST_SLOTS): number {
  return Math.max(1, Math.ceil(points / (mostSlots * FILLED)));
}

/** Points by their exact position, with a class: a hash table in fixed memory. Points at one position are counted. */
export class PositionCounts {
  private readonly slots: Int32Array;
  /** 0 for a free slot, else one more than the points that are left there, at most 254. */
  private readonly left: Uint8Array;
  private readonly classes: Uint8Array;
  private readonly mask: number;

  /** @param positions that may come */
  constructor(positions: number, mostSlots = MOST_SLOTS) {
    const slots = Math.min(mostSlots, 2 ** Math.ceil(Math.log2(Math.max(64, positions / FILLED))));
    this.slots = new Int32Array(3 * slots);
    this.left = new Uint8Array(slots);
    this.classes = new Uint8Array(slots);
    this.mask = slots - 1;
  }

  add(x: number, y: number, z: number, classification: number): void {
    const at = this.find(x, y, z);
    if (at < 0) return;
    const left = this.left[at] as number;
    if (left === 0) {
      this.slots.set([x, y, z], 3 * at);
      this.classes[at] = classification;
      this.left[at] = 2;
    } else if (left < 255) this.left[at] = left + 1;
  }

  has(x: number, y: number, z: number): boolean {
    const at = this.find(x, y, z);
    return at >= 0 && this.left[at] !== 0;
  }

  /** Takes a point away. @returns its class; −1 when none is left at the position */
  take(x: number, y: number, z: number): number {
    const at = this.find(x, y, z);
    const left = at < 0 ? 0 : (this.left[at] as number);
    if (left < 2) return -1;
    this.left[at] = left - 1;
    return this.classes[at] as number;
  }

  /** The points that nobody took. */
  forEachLeft(call: (x: number, y: number, classification: number, points: number) => void): void {
    for (let at = 0; at <= this.mask; at++) {
      const left = this.left[at] as number;
      if (left > 1) call(this.slots[3 * at] as number, this.slots[3 * at + 1] as number, this.classes[at] as number, left - 1);
    }
  }

  clear(): void {
    this.left.fill(0);
  }

  /** The slot of a position, or a free one; −1 in a table that is full. */
  private find(x: number, y: number, z: number): number {
    const { slots, left, mask } = this;
    let at = mix(x, y, z) & mask;
    for (let tries = 0; tries <= mask; tries++) {
      if (left[at] === 0 || (slots[3 * at] === x && slots[3 * at + 1] === y && slots[3 * at + 2] === z)) return at;
      at = (at + 1) & mask;
    }
    return -1;
  }
}

/** The round in which a position is compared, from other bits than its slot. */
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
