import { largestGaps } from "./largest-gaps.ts";

/** A box in cells of the raster: left, top, right, bottom. */
export type CellBox = [left: number, top: number, right: number, bottom: number];

/** What the cells of a raster of heights hold. */
export interface HeightFacts {
  /** Lowest and highest of the plausible heights; null without any. */
  range: [low: number, high: number] | null;
  /** Share of cells without height, 0 to 1. */
  emptyShare: number;
  /** Cells whose value is no height of the Earth, and the first of them. */
  implausible: { cells: number; column: number; row: number; value: number } | null;
  /** A value that seems to mean "no height", and is not declared so. */
  undeclared: { value: number; cells: number; column: number; row: number } | null;
  /** The largest rectangles without heights, largest first. */
  gaps: CellBox[];
}

/** Values of "no height" that producers forget to declare. The last two are the ends of 32-bit numbers. */
const USUAL_NODATA: readonly number[] = [-9999, -99999, -32768, -32767, 9999, 99999, 32767, -3.4028234663852886e38, 3.4028234663852886e38];
/** Lower and higher grounds are no heights. */
const PLAUSIBLE = { dtm: [-500, 9000], dsm: [-500, 9500], chm: [-30, 400] } as const;
/** Zeros are "no height" when they are many, and everything else is higher. */
const ZEROS = { share: 0.005, least: 5 };
const MOST_BLOCKS = 200;
const MOST_GAPS = 5;

/** Looks at the cells of a raster of heights, part by part. */
export class HeightCheck {
  private readonly columns: number;
  private readonly rows: number;
  private readonly nodata: number | null;
  private readonly plausible: readonly [number, number];
  private readonly block: number;
  private readonly across: number;
  private readonly empty: Uint8Array;
  private readonly usual = new Map<number, { cells: number; column: number; row: number }>();
  private readonly zeros = { cells: 0, column: 0, row: 0 };
  private readonly isUsual: (value: number) => boolean;
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;
  private lowestAboveZero = Number.POSITIVE_INFINITY;
  private empties = 0;
  private implausible: HeightFacts["implausible"] = null;

  /** @param nodata the declared value of cells without height */
  constructor(size: readonly [columns: number, rows: number], nodata: number | null, product: keyof typeof PLAUSIBLE) {
    [this.columns, this.rows] = size;
    this.nodata = nodata === null ? null : Math.fround(nodata);
    this.plausible = PLAUSIBLE[product];
    this.block = Math.max(1, Math.ceil(Math.max(this.columns, this.rows) / MOST_BLOCKS));
    this.across = Math.ceil(this.columns / this.block);
    this.empty = new Uint8Array(this.across * Math.ceil(this.rows / this.block)).fill(1);
    const usual = new Set(USUAL_NODATA.map(Math.fround));
    this.isUsual = (value) => usual.has(value);
  }

  /** @param left column of the first value @param top row of the first value @param width values of a row */
  add(values: Float32Array, left: number, top: number, width: number): void {
    const { block, across, empty, nodata } = this;
    const [least, most] = this.plausible;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value === nodata || Number.isNaN(value)) {
        this.empties++;
        continue;
      }
      const [column, row] = [left + (i % width), top + Math.floor(i / width)];
      if (!(value >= least && value <= most)) {
        this.addOdd(value, column, row);
        continue;
      }
      empty[Math.floor(row / block) * across + Math.floor(column / block)] = 0;
      if (value === 0 && this.zeros.cells++ === 0) Object.assign(this.zeros, { column, row });
      if (value < this.low) this.low = value;
      if (value > this.high) this.high = value;
      if (value !== 0 && value < this.lowestAboveZero) this.lowestAboveZero = value;
    }
  }

  facts(): HeightFacts {
    const undeclared = this.undeclared();
    const cells = this.columns * this.rows;
    const usual = [...this.usual.values()].reduce((sum, one) => sum + one.cells, 0);
    const isZero = undeclared?.value === 0;
    const missing = this.empties + usual + (isZero ? this.zeros.cells : 0);
    const low = isZero ? this.lowestAboveZero : this.low;
    return {
      range: low <= this.high ? [low, this.high] : null,
      emptyShare: cells === 0 ? 0 : missing / cells,
      implausible: this.implausible,
      undeclared,
      gaps: largestGaps(this.empty.slice(), this.across, Math.ceil(this.rows / this.block), MOST_GAPS).map(
        ([left, top, right, bottom]): CellBox => [
          left * this.block,
          top * this.block,
          Math.min(this.columns, right * this.block),
          Math.min(this.rows, bottom * this.block),
        ],
      ),
    };
  }

  private addOdd(value: number, column: number, row: number): void {
    if (this.isUsual(value)) {
      const known = this.usual.get(value);
      if (known) known.cells++;
      else this.usual.set(value, { cells: 1, column, row });
      return;
    }
    this.empty[Math.floor(row / this.block) * this.across + Math.floor(column / this.block)] = 0;
    if (this.implausible) this.implausible.cells++;
    else this.implausible = { cells: 1, column, row, value };
  }

  private undeclared(): HeightFacts["undeclared"] {
    const [first] = [...this.usual].sort(([, a], [, b]) => b.cells - a.cells);
    if (first) return { value: first[0], ...first[1] };
    const { cells, column, row } = this.zeros;
    const isOut = this.nodata === null && this.lowestAboveZero > ZEROS.least && this.lowestAboveZero !== Number.POSITIVE_INFINITY;
    return isOut && cells > ZEROS.share * this.columns * this.rows ? { value: 0, cells, column, row } : null;
  }
}
