import { CloudError } from "../../cloud-error.ts";
import type { LasHeader, Triple } from "../../las/header.ts";
import { type PointFormat, pointFormat } from "../../las/point-format.ts";

/** Coordinates inside the root cube are integers of 21 bits an axis: 14 levels of nodes, then the sampling grid of the deepest. */
export const GRID_BITS = 21;
/** Cells of the sampling grid of a node, an axis, as bits: 128 cells. */
export const SAMPLE_BITS = 7;
export const DEEPEST_LEVEL = GRID_BITS - SAMPLE_BITS;

/** Points that a leaf may have. */
export const LEAF_POINTS = 50_000;
/** Fewer points than this stay in the parent, because tiny nodes cost a request each. */
export const SMALL_NODE = 500;
/** Points of a cell of the first pass, on average. Smaller cells spare memory, larger ones time. */
const CELL_POINTS = 60_000;
/** Larger cells are split again. */
export const SPLIT_POINTS = 400_000;
/**
 * Each cell of the sampling grid of the root is a node of level 7. So cells of the first pass down to that level are independent: whatever order
 * they are worked in, each decides alone which of its points go to the nodes above.
 */
export const INDEPENDENT_LEVEL = GRID_BITS - DEEPEST_LEVEL;

/** Everything that jobs need to know; plain data. */
export interface CopcPlan {
  format: PointFormat;
  extraBytes: number;
  /** Lowest and highest stored coordinate that the cube holds. */
  low: Triple;
  high: Triple;
  /** Grid units of a step of the stored coordinate. */
  gridPerUnit: Triple;
  /** Lowest corner and side of the root cube, in units of the CRS. */
  corner: Triple;
  side: number;
  /** Level of the cells of the first pass. */
  cellLevel: number;
}

/** Formats that COPC does not have are stored as the nearest that has all their fields but wave packets. */
const COPC_FORMAT = [6, 6, 7, 7, 6, 7, 6, 7, 8, 6, 8] as const;

export function copcFormat(id: number): PointFormat {
  return pointFormat(COPC_FORMAT[id] ?? 8);
}

/**
 * Chooses the cube and the level of the cells.
 *
 * The lowest corner of the cube is half a step of the stored coordinates below the lowest point, and its side is a whole multiple of steps at
 * the upper levels: so no point lies on the border of two nodes, where readers that compute borders in another way would disagree.
 *
 * @param low lowest stored coordinates, before scale and offset
 * @throws CloudError `not-writable` for scales that are not positive
 */
export function planCopc(header: LasHeader, extraBytes: number, low: Triple, high: Triple): CopcPlan {
  const { scale, offset } = header;
  if (scale.some((value) => !(value > 0))) throw new CloudError("not-writable", `the scales ${scale.join(", ")} must be positive`, 131);
  const extents = low.map((value, axis) => ((high[axis] as number) - value + 1) * (scale[axis] as number));
  const steps = Math.ceil(Math.max(...extents) / scale[0]);
  const whole = 2 ** Math.max(0, Math.min(10, Math.floor(Math.log2(steps)) - 6));
  const side = Math.ceil(steps / whole) * whole * scale[0];
  return {
    format: copcFormat(header.pointFormat),
    extraBytes,
    low,
    high,
    gridPerUnit: scale.map((value) => 2 ** GRID_BITS / (side / value)) as Triple,
    corner: low.map((value, axis) => (value - 0.5) * (scale[axis] as number) + (offset[axis] as number)) as Triple,
    side,
    cellLevel: cellLevel(header.pointCount, extents, side),
  };
}

/** The first level at which the box of the cloud has enough cells. */
function cellLevel(points: number, extents: number[], side: number): number {
  for (let level = 0; level < INDEPENDENT_LEVEL; level++) {
    const cells = extents.reduce((product, extent) => product * Math.ceil((extent / side) * 2 ** level), 1);
    // A surface fills few of the cells above one another.
    const surface = cells / Math.ceil((Math.min(...extents) / side) * 2 ** level);
    if (points / surface <= CELL_POINTS) return level;
  }
  return INDEPENDENT_LEVEL;
}

/** Bounds of a header as stored coordinates, or undefined if they make no sense. */
export function headerBounds(header: LasHeader): { low: Triple; high: Triple } | undefined {
  const stored = (values: Triple) =>
    values.map((value, i) => Math.round((value - (header.offset[i] as number)) / (header.scale[i] as number))) as Triple;
  const [low, high] = [stored(header.min), stored(header.max)];
  const isSensible = low.every((value, i) => value >= -(2 ** 31) && (high[i] as number) < 2 ** 31 && value <= (high[i] as number));
  return isSensible ? { low, high } : undefined;
}
