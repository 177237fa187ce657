/** Columns and rows of a grid: left, top, right, bottom, the last two not included. */
export type GridBox = [left: number, top: number, right: number, bottom: number];

/**
 * The largest rectangles of empty cells, largest first. They do not overlap: a gap of another shape is several rectangles.
 *
 * @param empty row by row, 1 for an empty cell; the cells of rectangles that are found become 0
 */
export function largestGaps(empty: Uint8Array, across: number, up: number, most: number): GridBox[] {
  const found: GridBox[] = [];
  while (found.length < most) {
    const box = largestRectangle(empty, across, up);
    if (!box) break;
    const [left, top, right, bottom] = box;
    for (let row = top; row < bottom; row++) empty.fill(0, row * across + left, row * across + right);
    found.push(box);
  }
  return found;
}

/** The largest rectangle of ones in a grid, by the heights of its columns row by row; null without ones. */
function largestRectangle(grid: Uint8Array, across: number, up: number): GridBox | null {
  const heights = new Int32Array(across + 1);
  let best: GridBox | null = null;
  let most = 0;
  for (let row = 0; row < up; row++) {
    for (let column = 0; column < across; column++) heights[column] = grid[row * across + column] ? (heights[column] as number) + 1 : 0;
    const open: number[] = [];
    // The last column is a wall of height 0, which closes all rectangles.
    for (let column = 0; column <= across; column++) {
      while (open.length > 0 && (heights[open.at(-1) as number] as number) >= (heights[column] as number)) {
        const height = heights[open.pop() as number] as number;
        const west = open.length > 0 ? (open.at(-1) as number) + 1 : 0;
        if (height * (column - west) <= most) continue;
        most = height * (column - west);
        best = [west, row + 1 - height, column, row + 1];
      }
      open.push(column);
    }
  }
  return best;
}
