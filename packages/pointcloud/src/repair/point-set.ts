/** A set of points of a file, by their place in it: one bit a point. */
export class PointSet {
  private readonly bits: Uint32Array;
  size = 0;

  constructor(points: number) {
    this.bits = new Uint32Array(Math.ceil(points / 32));
  }

  has(index: number): boolean {
    return ((this.bits[index >>> 5] as number) & (1 << (index & 31))) !== 0;
  }

  add(index: number): void {
    if (this.has(index)) return;
    this.bits[index >>> 5] = (this.bits[index >>> 5] as number) | (1 << (index & 31));
    this.size++;
  }
}
