/** How much a line climbs and descends, both positive. */
export interface Climb {
  readonly climb: number;
  readonly descent: number;
}

/**
 * The climbs and descents between neighbouring places of a line. Steps to and from places without a height do not count: what is between them
 * is not known, and under a bridge or across a gap of the data the next height is of other ground.
 */
export function climbOf(heights: readonly (number | null)[]): Climb {
  let [climb, descent] = [0, 0];
  for (const [index, height] of heights.entries()) {
    const before = heights[index - 1];
    if (height === null || before === null || before === undefined) continue;
    if (height > before) climb += height - before;
    else descent += before - height;
  }
  return { climb, descent };
}
