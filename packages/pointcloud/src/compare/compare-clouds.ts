import type { Field } from "../las/columns.ts";
import type { LasHeader, Triple } from "../las/header.ts";
import type { Cloud } from "../open-cloud.ts";
import { pointBatches } from "../point-batches.ts";
import { PositionCounts, roundOf, roundsFor } from "./position-counts.ts";

/** One cell in which something differs. */
export interface ChangedCell {
  /** From the west, and from the south. */
  column: number;
  row: number;
  gained: number;
  lost: number;
  /** Points that stayed where they are, with another class. */
  reclassified: number;
  /** How much higher the ground is on average, in units of the heights; null without ground in both. */
  ground: number | null;
}

/** What differs between two clouds of one place, by cells of a grid. */
export interface CloudChanges {
  /** West and south of the grid, in the CRS of the clouds, and the side of a cell. */
  origin: [west: number, south: number];
  cell: number;
  columns: number;
  rows: number;
  gained: number;
  lost: number;
  reclassified: number;
  /** Class before, class after, points; the most frequent first. */
  moves: { from: number; to: number; points: number }[];
  cells: ChangedCell[];
}

/** Cells of a side: a tile of a kilometre has cells of 10 m. */
const MOST_CELLS = 128;
const MOST_MOVES = 50;
/** Ground of fewer points has no height. */
const FEWEST_GROUND = 3;
const GROUND = 2;
const FIELDS: ReadonlySet<Field> = new Set<Field>(["classification"]);

export interface CompareOptions {
  /** Called with 0 to 1. */
  onProgress?: (fraction: number) => void;
  /** Slots of the table of positions; smaller in tests. */
  mostSlots?: number;
}

/**
 * Compares two clouds point by point: a point is the same when its coordinates are. Where the scales of the files differ, coordinates are
 * compared in steps of the later one.
 *
 * Memory: a part of a file, a table of positions of fixed size, and the grid. Clouds with more points than the table are read several times.
 *
 * @throws CloudError when a cloud is broken
 */
export async function compareClouds(before: Cloud, after: Cloud, options: CompareOptions = {}): Promise<CloudChanges> {
  const grid = new ChangeGrid(before.header, after.header);
  const { mostSlots } = options;
  const rounds = roundsFor(before.header.pointCount, mostSlots);
  const table = new PositionCounts(before.header.pointCount / rounds, mostSlots);
  const stepsOf = stepsBetween(before.header, after.header);
  const total = rounds * (before.header.pointCount + after.header.pointCount);
  let read = 0;
  const progress = (points: number) => {
    read += points;
    options.onProgress?.(total > 0 ? read / total : 1);
  };
  for (let round = 0; round < rounds; round++) {
    for await (const { count, x, y, z, classification } of pointBatches(before, FIELDS)) {
      for (let i = 0; i < count; i++) {
        const [px, py, pz] = [stepsOf[0](x[i] as number), stepsOf[1](y[i] as number), stepsOf[2](z[i] as number)];
        const code = classification?.[i] ?? 0;
        if (round === 0 && code === GROUND) grid.ground(px, py, pz, 0);
        if (roundOf(px, py, pz, rounds) === round) table.add(px, py, pz, code);
      }
      progress(count);
    }
    for await (const { count, x, y, z, classification } of pointBatches(after, FIELDS)) {
      for (let i = 0; i < count; i++) {
        const [px, py, pz] = [x[i] as number, y[i] as number, z[i] as number];
        const code = classification?.[i] ?? 0;
        if (round === 0 && code === GROUND) grid.ground(px, py, pz, 1);
        if (roundOf(px, py, pz, rounds) !== round) continue;
        const was = table.take(px, py, pz);
        if (was < 0) grid.gain(px, py);
        else if (was !== code) grid.move(px, py, was, code);
      }
      progress(count);
    }
    table.forEachLeft((px, py, _code, points) => grid.lose(px, py, points));
    table.clear();
  }
  return grid.changes();
}

/** From stored coordinates of one file to those of another, an axis each. */
function stepsBetween(from: LasHeader, to: LasHeader): [Step, Step, Step] {
  return [0, 1, 2].map((axis): Step => {
    const [scale, offset] = [from.scale[axis] as number, from.offset[axis] as number];
    const [toScale, toOffset] = [to.scale[axis] as number, to.offset[axis] as number];
    if (scale === toScale && offset === toOffset) return (value) => value;
    const [factor, shift] = [scale / toScale, (offset - toOffset) / toScale];
    return (value) => Math.round(value * factor + shift) | 0;
  }) as [Step, Step, Step];
}
type Step = (value: number) => number;

/** Counts by cell. Positions come in steps of the later file. */
class ChangeGrid {
  private readonly header: LasHeader;
  private readonly origin: [number, number];
  private readonly cell: number;
  private readonly columns: number;
  private readonly rows: number;
  /** For each cell: gained, lost, reclassified. */
  private readonly counts: Float64Array;
  /** For each cell: sum and number of heights of the ground, before and after. */
  private readonly heights: Float64Array;
  private readonly moves = new Map<number, number>();

  constructor(before: LasHeader, after: LasHeader) {
    this.header = after;
    const low = ([0, 1] as const).map((axis) => Math.min(before.min[axis], after.min[axis]));
    const high = ([0, 1] as const).map((axis) => Math.max(before.max[axis], after.max[axis]));
    const extent = Math.max((high[0] as number) - (low[0] as number), (high[1] as number) - (low[1] as number));
    this.cell = roundSide(extent / 100);
    this.origin = low.map((value) => Math.floor(value / this.cell) * this.cell) as [number, number];
    const cells = (axis: 0 | 1) => {
      const count = Math.floor(((high[axis] as number) - (this.origin[axis] as number)) / this.cell) + 1;
      return Number.isFinite(count) ? Math.min(MOST_CELLS, Math.max(1, count)) : 1;
    };
    [this.columns, this.rows] = [cells(0), cells(1)];
    this.counts = new Float64Array(3 * this.columns * this.rows);
    this.heights = new Float64Array(4 * this.columns * this.rows);
  }

  ground(x: number, y: number, z: number, which: 0 | 1): void {
    const at = 4 * this.indexOf(x, y) + 2 * which;
    this.heights[at] = (this.heights[at] as number) + z;
    this.heights[at + 1] = (this.heights[at + 1] as number) + 1;
  }

  gain(x: number, y: number): void {
    this.count(x, y, 0, 1);
  }

  lose(x: number, y: number, points: number): void {
    this.count(x, y, 1, points);
  }

  move(x: number, y: number, from: number, to: number): void {
    this.count(x, y, 2, 1);
    this.moves.set(256 * from + to, (this.moves.get(256 * from + to) ?? 0) + 1);
  }

  private count(x: number, y: number, kind: 0 | 1 | 2, points: number): void {
    const at = 3 * this.indexOf(x, y) + kind;
    this.counts[at] = (this.counts[at] as number) + points;
  }

  private indexOf(x: number, y: number): number {
    const { scale, offset } = this.header;
    const along = (value: number, axis: 0 | 1, most: number) => {
      const cell = Math.floor((value * scale[axis] + offset[axis] - this.origin[axis]) / this.cell);
      return cell > 0 ? Math.min(most - 1, cell) : 0;
    };
    return along(y, 1, this.rows) * this.columns + along(x, 0, this.columns);
  }

  private groundChange(index: number): number | null {
    const [sum0 = 0, count0 = 0, sum1 = 0, count1 = 0] = this.heights.subarray(4 * index, 4 * index + 4);
    if (count0 < FEWEST_GROUND || count1 < FEWEST_GROUND) return null;
    return Math.round((sum1 / count1 - sum0 / count0) * this.header.scale[2] * 1000) / 1000;
  }

  changes(): CloudChanges {
    const cells: ChangedCell[] = [];
    const totals: Triple = [0, 0, 0];
    for (let index = 0; index < this.columns * this.rows; index++) {
      const [gained = 0, lost = 0, reclassified = 0] = this.counts.subarray(3 * index, 3 * index + 3);
      if (gained + lost + reclassified === 0) continue;
      for (const [kind, points] of [gained, lost, reclassified].entries()) totals[kind] = (totals[kind] as number) + points;
      const [column, row] = [index % this.columns, Math.floor(index / this.columns)];
      cells.push({ column, row, gained, lost, reclassified, ground: this.groundChange(index) });
    }
    const moves = [...this.moves]
      .map(([key, points]) => ({ from: Math.floor(key / 256), to: key % 256, points }))
      .sort((a, b) => b.points - a.points || a.from - b.from || a.to - b.to)
      .slice(0, MOST_MOVES);
    const [gained, lost, reclassified] = totals;
    const { origin, cell, columns, rows } = this;
    return { origin, cell, columns, rows, gained, lost, reclassified, moves, cells };
  }
}

/** The next of 1, 2, 5, 10, 20… that is not smaller. */
function roundSide(side: number): number {
  if (!Number.isFinite(side) || side <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(side));
  const digit = [1, 2, 5, 10].find((one) => one * power >= side * (1 - 1e-9)) ?? 10;
  return digit * power;
}
