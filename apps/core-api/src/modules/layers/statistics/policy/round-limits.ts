import type { Bin } from "./class-limits.ts";

/** A limit may move by this share of the narrower of the two classes beside it: readers prefer a round limit to an exact one. */
const TOLERANCE = 0.04;

/**
 * Rounds the starts of classes: to the roundest number between the last value of the class before and the first of its own, or near to it.
 * The first start is rounded down, so that the lowest value stays in the first class.
 */
export function roundStarts(starts: readonly number[], bins: readonly Bin[]): number[] {
  const [lowest = 0] = starts;
  const highest = bins.at(-1)?.max ?? lowest;
  const rounded = starts.map((start, index) => {
    const next = starts[index + 1] ?? highest;
    const width = Math.abs(next - start) || Math.abs(start) || 1;
    if (index === 0) return roundest(start - width * 0.1, start);
    const before = starts[index - 1] ?? lowest;
    const slack = Math.min(width, start - before) * TOLERANCE;
    const below = bins.findLast((bin) => bin.max < start)?.max ?? before;
    // Between two values far from each other every limit gives the same classes.
    const from = below < start - slack ? Math.max(below + (start - below) * 1e-9, before) : start - slack;
    return roundest(from, start + (below < start - slack ? 0 : slack));
  });
  return rounded.every((start, index) => index === 0 || start > (rounded[index - 1] ?? start)) ? rounded : [...starts];
}

/** The number from `low` to `high` with the fewest significant digits, the nearest to `high` among them. */
function roundest(low: number, high: number): number {
  if (low <= 0 && high >= 0) return 0;
  const magnitude = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let power = magnitude; power > magnitude - 15; power--) {
    for (const step of [10 ** power, 10 ** power / 2, 10 ** power / 5]) {
      const found = Number((Math.floor(high / step + 1e-9) * step).toPrecision(14));
      if (found >= low && found <= high) return found;
    }
  }
  return high;
}
