import { CloudError } from "../cloud-error.ts";

/** Bits of a block of cells: 512, in cubes of 8 × 8 × 8 or squares of 32 × 16. */
const CUBE = { x: 3, y: 3, z: 3 } as const;
const SQUARE = { x: 5, y: 4, z: 0 } as const;
const WORDS = 16;
/** Some 450 MB. A surface fills 64 cells or more of a block, so these are more than 100 million points. */
const MOST_BLOCKS = 2_000_000;

/** How points are thinned; both, one or none. Lengths in units of the CRS. */
export interface Thinning {
  /** Side of cubes that keep one point each: points of a surface, a wall or a crown are then about this far apart. */
  spacing?: number;
  /** Points that a square unit of the ground keeps, at most. */
  density?: number;
}

/** Keeps the first point of each cell. */
export class CellThinning {
  private readonly side: number;
  private readonly bits: typeof CUBE | typeof SQUARE;
  private readonly blocks = new Map<number, Uint32Array>();

  constructor(side: number, isCube: boolean) {
    this.side = side;
    this.bits = isCube ? CUBE : SQUARE;
  }

  /**
   * Whether the point is the first of its cell.
   *
   * @throws CloudError `too-large` when the cells are too many to remember
   */
  keeps(x: number, y: number, z: number): boolean {
    const { bits, side } = this;
    const [cx, cy] = [Math.floor(x / side), Math.floor(y / side)];
    const cz = bits.z === 0 ? 0 : Math.floor(z / side);
    const [bx, by, bz] = [Math.floor(cx / 2 ** bits.x), Math.floor(cy / 2 ** bits.y), Math.floor(cz / 2 ** bits.z)];
    const block = this.blockOf(bx, by, bz);
    const cell = cx - bx * 2 ** bits.x + ((cy - by * 2 ** bits.y) << bits.x) + ((cz - bz * 2 ** bits.z) << (bits.x + bits.y));
    const [word, bit] = [cell >> 5, 1 << (cell & 31)];
    if (((block[word] as number) & bit) !== 0) return false;
    block[word] = (block[word] as number) | bit;
    return true;
  }

  private last: { bx: number; by: number; bz: number; block: Uint32Array } | undefined;

  /** Points come sorted by place, more or less: the last block is the most likely. */
  private blockOf(bx: number, by: number, bz: number): Uint32Array {
    if (this.last && this.last.bx === bx && this.last.by === by && this.last.bz === bz) return this.last.block;
    // Places repeat only after 2^19 blocks in x and y and 2^15 in z: farther apart than the points of any cloud.
    const key = wrapped(bx, 19) + 2 ** 19 * (wrapped(by, 19) + 2 ** 19 * wrapped(bz, 15));
    let block = this.blocks.get(key);
    if (!block) {
      if (this.blocks.size >= MOST_BLOCKS) throw new CloudError("too-large", `the spacing ${this.side} is too fine for so many points`);
      block = new Uint32Array(WORDS);
      this.blocks.set(key, block);
    }
    this.last = { bx, by, bz, block };
    return block;
  }
}

function wrapped(value: number, bits: number): number {
  const period = 2 ** bits;
  return value - period * Math.floor(value / period);
}

/** The tests of a thinning, cubes first. @throws RangeError for lengths and densities that are not positive */
export function thinningTests({ spacing, density }: Thinning): CellThinning[] {
  for (const value of [spacing, density])
    if (value !== undefined && !(value > 0 && Number.isFinite(value))) throw new RangeError(`${value} is not a positive number`);
  return [
    ...(spacing === undefined ? [] : [new CellThinning(spacing, true)]),
    ...(density === undefined ? [] : [new CellThinning(1 / Math.sqrt(density), false)]),
  ];
}
