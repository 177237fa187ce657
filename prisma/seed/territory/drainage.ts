import FlatQueue from "flatqueue";
import { cellPoint, EIGHT_WAYS, type Grid, type Point } from "./grid.ts";
import { lineLength, simplifyLine, smoothLine } from "./lines.ts";
import type { Relief } from "./relief.ts";

interface River {
  line: Point[];
  /** Cells drained at its mouth. */
  basinCells: number;
}

/** Where rain flows: rivers, and the height of each land cell above the water that drains it. */
export interface Drainage {
  readonly rivers: River[];
  readonly isRiver: Uint8Array;
  /** Metres above the nearest watercourse downstream; huge where no river drains the cell. */
  readonly aboveRiver: Float32Array;
  /** Cells drained by the river that passes below. */
  readonly basin: Float32Array;
}

const RIVER_BASIN_CELLS = 900;

/** Fills depressions from the sea inwards (priority flood), then follows the water down. */
export function buildDrainage(relief: Relief): Drainage {
  const { grid, heights } = relief;
  const { downstream, order } = floodInwards(grid, heights);
  const basin = new Float32Array(heights.length).fill(1);
  for (let index = order.length - 1; index >= 0; index--) {
    const cell = order[index] as number;
    const next = downstream[cell] as number;
    if (next >= 0) basin[next] = (basin[next] as number) + (basin[cell] as number);
  }
  const isRiver = new Uint8Array(heights.length);
  const aboveRiver = new Float32Array(heights.length).fill(1e6);
  const size = new Float32Array(heights.length);
  for (const cell of order) {
    if ((basin[cell] as number) >= RIVER_BASIN_CELLS) {
      isRiver[cell] = 1;
      aboveRiver[cell] = 0;
      size[cell] = basin[cell] as number;
      continue;
    }
    const next = downstream[cell] as number;
    if (next < 0 || (heights[next] as number) <= 0) continue;
    size[cell] = size[next] as number;
    aboveRiver[cell] = Math.max(0, (aboveRiver[next] as number) + Math.max(0, (heights[cell] as number) - (heights[next] as number)));
  }
  return { rivers: traceRivers(grid, heights, isRiver, downstream, basin, order), isRiver, aboveRiver, basin: size };
}

function floodInwards(grid: Grid, heights: Float32Array): { downstream: Int32Array; order: number[] } {
  const downstream = new Int32Array(heights.length).fill(-1);
  const isDone = new Uint8Array(heights.length);
  const order: number[] = [];
  const queue = new FlatQueue();
  const neighbours = (cell: number, visit: (next: number) => void) => {
    const column = cell % grid.columns;
    const row = Math.floor(cell / grid.columns);
    for (const [dx, dy] of EIGHT_WAYS) {
      if (column + dx < 0 || column + dx >= grid.columns || row + dy < 0 || row + dy >= grid.rows) continue;
      visit(cell + dy * grid.columns + dx);
    }
  };
  for (let cell = 0; cell < heights.length; cell++) {
    if ((heights[cell] as number) > 0) continue;
    isDone[cell] = 1;
    neighbours(cell, (next) => {
      if ((heights[next] as number) <= 0 || isDone[next] === 1) return;
      isDone[next] = 1;
      downstream[next] = cell;
      queue.push(next, heights[next] as number);
    });
  }
  while (queue.length > 0) {
    const cost = queue.peekValue() as number;
    const cell = queue.pop() as number;
    order.push(cell);
    neighbours(cell, (next) => {
      if (isDone[next] === 1) return;
      isDone[next] = 1;
      downstream[next] = cell;
      queue.push(next, Math.max(heights[next] as number, cost + 1e-4));
    });
  }
  return { downstream, order };
}

/** Traces rivers from the farthest spring down to the sea or to a river already traced. */
function traceRivers(
  grid: Grid,
  heights: Float32Array,
  isRiver: Uint8Array,
  downstream: Int32Array,
  basin: Float32Array,
  order: number[],
): River[] {
  const hasTributary = new Uint8Array(isRiver.length);
  for (const cell of order) {
    const next = downstream[cell] as number;
    if (isRiver[cell] === 1 && next >= 0) hasTributary[next] = 1;
  }
  const isDrawn = new Uint8Array(isRiver.length);
  const springs = order.filter((cell) => isRiver[cell] === 1 && hasTributary[cell] === 0).reverse();
  const rivers: River[] = [];
  for (const spring of springs) {
    const cells: number[] = [];
    let cell = spring;
    let basinCells = 0;
    while (cell >= 0) {
      cells.push(cell);
      if ((heights[cell] as number) <= 0 || isDrawn[cell] === 1) break;
      basinCells = basin[cell] as number;
      isDrawn[cell] = 1;
      cell = downstream[cell] as number;
    }
    const line = simplifyLine(
      smoothLine(
        cells.map((at) => cellPoint(grid, at)),
        5,
      ),
      1.5,
    );
    if (lineLength(line) > 350) rivers.push({ line, basinCells });
  }
  return rivers;
}
