import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Area } from "./area.ts";

/** Cells on a side of the grid. */
const SIDE = 256;

/**
 * How much of boxes is inside an area, for many boxes: a grid over the area is filled once, then each box costs four look-ups. A share is
 * precise to a few cells of the border; `Area.shareOf` tests places of each box.
 */
export class AreaShares {
  private readonly bounds: Bbox;
  private readonly width: number;
  private readonly height: number;
  /** Cells inside, of all those below and to the left: (SIDE + 1)². */
  private readonly sums: Float64Array;

  constructor(area: Area) {
    const [west, south, east, north] = area.bounds;
    this.bounds = area.bounds;
    this.width = (east - west) / SIDE;
    this.height = (north - south) / SIDE;
    this.sums = new Float64Array((SIDE + 1) ** 2);
    const isInside = new Uint8Array(SIDE);
    for (let row = 0; row < SIDE; row++) {
      const spans = area.spansAt(south + (row + 0.5) * this.height);
      isInside.fill(0);
      // Cells whose middle is inside.
      for (let i = 0; i + 1 < spans.length; i += 2)
        isInside.fill(
          1,
          Math.ceil(((spans[i] as number) - west) / this.width - 0.5),
          Math.ceil(((spans[i + 1] as number) - west) / this.width - 0.5),
        );
      let inRow = 0;
      for (let column = 0; column < SIDE; column++) {
        inRow += isInside[column] as number;
        const at = (row + 1) * (SIDE + 1) + column + 1;
        this.sums[at] = (this.sums[at - SIDE - 1] as number) + inRow;
      }
    }
  }

  /** The share of a box that is inside, 0 to 1. */
  of([west, south, east, north]: Bbox): number {
    const [left, bottom] = this.bounds;
    const column = (x: number) => Math.min(SIDE, Math.max(0, (x - left) / this.width));
    const row = (y: number) => Math.min(SIDE, Math.max(0, (y - bottom) / this.height));
    const [from, to, low, high] = [column(west), column(east), row(south), row(north)];
    if (!(to > from && high > low)) return 0;
    const inside = this.sumAt(to, high) - this.sumAt(from, high) - this.sumAt(to, low) + this.sumAt(from, low);
    const cells = ((east - west) / this.width) * ((north - south) / this.height);
    return Math.min(1, Math.max(0, inside / cells));
  }

  /** Cells inside below and to the left of a place between cells. */
  private sumAt(x: number, y: number): number {
    const [column, row] = [Math.min(SIDE - 1, Math.floor(x)), Math.min(SIDE - 1, Math.floor(y))];
    const [right, up] = [x - column, y - row];
    const at = row * (SIDE + 1) + column;
    const sum = (offset: number) => this.sums[at + offset] as number;
    return (1 - up) * ((1 - right) * sum(0) + right * sum(1)) + up * ((1 - right) * sum(SIDE + 1) + right * sum(SIDE + 2));
  }
}
