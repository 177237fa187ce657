/** A point in metres, east then north (EPSG:2154). */
export type Point = [east: number, north: number];

/** A raster of square cells; row 0 is the southernmost, values are read at cell centres. */
export interface Grid {
  readonly west: number;
  readonly south: number;
  readonly cellMetres: number;
  readonly columns: number;
  readonly rows: number;
}

export const EIGHT_WAYS: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
];

export const cellCount = (grid: Grid) => grid.columns * grid.rows;
export const cellEast = (grid: Grid, cell: number) => grid.west + ((cell % grid.columns) + 0.5) * grid.cellMetres;
export const cellNorth = (grid: Grid, cell: number) => grid.south + (Math.floor(cell / grid.columns) + 0.5) * grid.cellMetres;
export const cellPoint = (grid: Grid, cell: number): Point => [cellEast(grid, cell), cellNorth(grid, cell)];

/** The cell that contains a point, or -1 outside of the grid. */
export function cellAt(grid: Grid, east: number, north: number): number {
  const column = Math.floor((east - grid.west) / grid.cellMetres);
  const row = Math.floor((north - grid.south) / grid.cellMetres);
  if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return -1;
  return row * grid.columns + column;
}

/** Value at a point between cell centres (bilinear); the edge's value beyond the edge. */
export function sample(grid: Grid, values: Float32Array, east: number, north: number): number {
  const x = Math.min(grid.columns - 1.001, Math.max(0, (east - grid.west) / grid.cellMetres - 0.5));
  const y = Math.min(grid.rows - 1.001, Math.max(0, (north - grid.south) / grid.cellMetres - 0.5));
  const cell = Math.floor(y) * grid.columns + Math.floor(x);
  const dx = x - Math.floor(x);
  const dy = y - Math.floor(y);
  const at = (offset: number) => values[cell + offset] as number;
  return (at(0) * (1 - dx) + at(1) * dx) * (1 - dy) + (at(grid.columns) * (1 - dx) + at(grid.columns + 1) * dx) * dy;
}

/** A label for each cell. */
export function labelCells(grid: Grid, labelOf: (cell: number) => number): Int32Array {
  const labels = new Int32Array(cellCount(grid));
  for (let cell = 0; cell < labels.length; cell++) labels[cell] = labelOf(cell);
  return labels;
}

/** 1 for land, 0 for sea. */
export const landCells = (grid: Grid, heights: Float32Array) => labelCells(grid, (cell) => ((heights[cell] as number) > 0 ? 1 : 0));

/** Mean over a square window of (2·radius+1)² cells, by two running sums. */
export function boxBlur(grid: Grid, values: Float32Array, radius: number): Float32Array {
  const { columns, rows } = grid;
  const half = new Float32Array(values.length);
  const blurred = new Float32Array(values.length);
  const width = 2 * radius + 1;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = -radius; column < columns; column++) {
      if (column + radius < columns) sum += values[row * columns + column + radius] as number;
      if (column - radius - 1 >= 0) sum -= values[row * columns + column - radius - 1] as number;
      if (column >= 0) half[row * columns + column] = sum / width;
    }
  }
  // The sums of all columns at once, row by row, as the values lie in memory.
  const sums = new Float64Array(columns);
  for (let row = -radius; row < rows; row++) {
    const entering = row + radius < rows ? (row + radius) * columns : -1;
    const leaving = row - radius - 1 >= 0 ? (row - radius - 1) * columns : -1;
    for (let column = 0; column < columns; column++) {
      let sum = sums[column] as number;
      if (entering >= 0) sum += half[entering + column] as number;
      if (leaving >= 0) sum -= half[leaving + column] as number;
      sums[column] = sum;
      if (row >= 0) blurred[row * columns + column] = sum / width;
    }
  }
  return blurred;
}
