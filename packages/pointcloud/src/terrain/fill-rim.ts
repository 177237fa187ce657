import { NODATA } from "@archipel/geo/heights/height-grid.ts";

/** Cells from the border of a model that lie beyond the outermost points, when points are some cells apart. */
const RIM = 2;

/** Heights for empty cells at the border of a grid: means of the cells beside them. Triangles end at the outermost points, the tile ends beyond. */
export function fillRim(values: Float32Array, columns: number, rows: number): void {
  for (let pass = 0; pass < RIM; pass++) {
    const filled: [cell: number, height: number][] = [];
    for (let row = 0; row < rows; row++) {
      const isOuterRow = row < RIM || row >= rows - RIM;
      for (let column = 0; column < columns; column++) {
        if (!isOuterRow && column === RIM && columns > 2 * RIM) column = columns - RIM;
        const cell = row * columns + column;
        if (values[cell] !== NODATA) continue;
        const height = meanAround(values, columns, rows, column, row);
        if (height !== null) filled.push([cell, height]);
      }
    }
    for (const [cell, height] of filled) values[cell] = height;
  }
}

function meanAround(values: Float32Array, columns: number, rows: number, column: number, row: number): number | null {
  let [sum, count] = [0, 0];
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      const value = values[y * columns + x] as number;
      if (value === NODATA) continue;
      sum += value;
      count++;
    }
  return count === 0 ? null : sum / count;
}
