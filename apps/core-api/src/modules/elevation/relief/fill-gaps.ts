/**
 * Heights for the cells without one (NaN), from those around: smooth, and equal to the nearest ones at their border, so that nothing looks
 * like a cliff where data end. In steps of means of 2 × 2 cells, down and up again.
 *
 * @param otherwise the height when no cell has one
 */
export function fillGaps(heights: Float32Array, side: number, otherwise: number): void {
  if (!heights.some(Number.isNaN)) return;
  if (side === 1) {
    heights[0] = otherwise;
    return;
  }
  const half = Math.ceil(side / 2);
  const coarse = new Float32Array(half * half);
  for (let row = 0; row < half; row++)
    for (let column = 0; column < half; column++) {
      let [sum, count] = [0, 0];
      for (let y = 2 * row; y < Math.min(side, 2 * row + 2); y++)
        for (let x = 2 * column; x < Math.min(side, 2 * column + 2); x++) {
          const height = heights[y * side + x] as number;
          if (Number.isNaN(height)) continue;
          sum += height;
          count++;
        }
      coarse[row * half + column] = count === 0 ? Number.NaN : sum / count;
    }
  fillGaps(coarse, half, otherwise);
  const at = (row: number, column: number) =>
    coarse[Math.min(half - 1, Math.max(0, row)) * half + Math.min(half - 1, Math.max(0, column))] as number;
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      if (!Number.isNaN(heights[row * side + column] as number)) continue;
      // Between the middles of the four coarse cells around.
      const [v, u] = [(row - 0.5) / 2, (column - 0.5) / 2];
      const [top, left] = [Math.floor(v), Math.floor(u)];
      const [dy, dx] = [v - top, u - left];
      heights[row * side + column] =
        (at(top, left) * (1 - dx) + at(top, left + 1) * dx) * (1 - dy) + (at(top + 1, left) * (1 - dx) + at(top + 1, left + 1) * dx) * dy;
    }
}
