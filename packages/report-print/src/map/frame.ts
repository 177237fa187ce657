/** The part of the world that a map shows, in metres of a metric CRS, and its size on paper. */
export interface MapFrame {
  west: number;
  south: number;
  east: number;
  north: number;
  /** Of the scale, as in 1:2,000. */
  denominator: number;
  widthMm: number;
  heightMm: number;
}

/** Air around the place, so that its neighbours are seen. */
const AIR_M = 20;
const WIDTH_MM = 170;
const HEIGHT_MM = 92;
const LARGEST = 500;
const MM_A_METRE = 1_000;
/** What one sees on paper. */
const LEAST_MM = 0.1;

/** Scales that readers know. */
const ROUND = [1, 2, 2.5, 5] as const;

/**
 * The frame around a place at the largest round scale that contains it with some air.
 *
 * @param box of the place, in metres of its metric CRS
 * @param largest the scale is at most 1 to this
 */
export function frameAround(
  { west, south, east, north }: Pick<MapFrame, "west" | "south" | "east" | "north">,
  largest = LARGEST,
): MapFrame {
  const least = Math.max((east - west + 2 * AIR_M) / WIDTH_MM, (north - south + 2 * AIR_M) / HEIGHT_MM) * MM_A_METRE;
  const denominator = roundScale(Math.max(least, largest));
  const halfWidth = (WIDTH_MM / MM_A_METRE / 2) * denominator;
  const halfHeight = (HEIGHT_MM / MM_A_METRE / 2) * denominator;
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  return {
    west: x - halfWidth,
    south: y - halfHeight,
    east: x + halfWidth,
    north: y + halfHeight,
    denominator,
    widthMm: WIDTH_MM,
    heightMm: HEIGHT_MM,
  };
}

function roundScale(least: number): number {
  for (let power = 100; ; power *= 10) {
    for (const digit of ROUND) if (digit * power >= least * (1 - 1e-9)) return digit * power;
  }
}

/** Metres that nobody sees on a map of this frame: lines may be simplified by as much. */
export function invisibleMetres({ denominator }: Pick<MapFrame, "denominator">): number {
  return (LEAST_MM / MM_A_METRE) * denominator;
}
