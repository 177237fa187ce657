interface Positions {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly length: number;
}

/** The rings of one feature in whole units, open, one after the other: ring `i` has the positions `starts[i] ≤ p < starts[i + 1]`. */
export class RingList {
  x: Int32Array<ArrayBuffer>;
  y: Int32Array<ArrayBuffer>;
  starts = new Int32Array(64);
  /** 1 for a hole, 0 for a shell. A hole follows its shell. */
  holes = new Uint8Array(64);
  /** Number of rings. */
  length = 0;

  /** @param size how many positions it holds before it grows */
  constructor(size = 1024) {
    this.x = new Int32Array(size);
    this.y = new Int32Array(size);
  }

  clear(): void {
    this.length = 0;
  }

  /** Number of positions of all rings. */
  get positions(): number {
    return this.starts[this.length] as number;
  }

  /** Adds a ring: shells clockwise on screen, holes the other way, as MVT wants them. */
  add(ring: Positions, isHole: boolean, isReversed: boolean): void {
    const start = this.positions;
    const { length } = ring;
    this.reserve(start + length);
    const { x, y } = this;
    if (isReversed) {
      for (let index = 0, at = start + length - 1; index < length; index++, at--) {
        x[at] = ring.x[index] as number;
        y[at] = ring.y[index] as number;
      }
    } else {
      for (let index = 0, at = start; index < length; index++, at++) {
        x[at] = ring.x[index] as number;
        y[at] = ring.y[index] as number;
      }
    }
    this.holes[this.length++] = isHole ? 1 : 0;
    this.starts[this.length] = start + length;
  }

  private reserve(positions: number): void {
    if (positions > this.x.length) {
      const size = Math.max(positions, this.x.length * 2);
      this.x = grown(this.x, size);
      this.y = grown(this.y, size);
    }
    if (this.length + 2 > this.starts.length) {
      this.starts = grown(this.starts, this.starts.length * 2);
      const holes = new Uint8Array(this.starts.length);
      holes.set(this.holes);
      this.holes = holes;
    }
  }
}

function grown(from: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(size);
  to.set(from);
  return to;
}
