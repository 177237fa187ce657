import type { NodeKey } from "../hierarchy.ts";
import type { GridPositions } from "./grid.ts";
import { DEEPEST_LEVEL, GRID_BITS, LEAF_POINTS, SAMPLE_BITS, SMALL_NODE } from "./plan.ts";

/** Which node each point goes to. The first nodes are those above the cell: one for each level from `firstLevel` on. */
export interface Assignment {
  nodes: NodeKey[];
  nodeOf: Int32Array;
}

const SAMPLE_CELLS = 2 ** SAMPLE_BITS;
const OCCUPANCY_WORDS = SAMPLE_CELLS ** 3 / 32;

/** One bit for each cell of the sampling grid of a node. */
export function newOccupancy(): Uint32Array {
  return new Uint32Array(OCCUPANCY_WORDS);
}

/**
 * Distributes the points of a cell to nodes. A node takes the first point that falls in each cell of its grid of 128³; others go down to its
 * children. Points are visited in an order that looks random and is always the same, so that samples show no scan lines.
 *
 * @param cell a node of a level down to which cells are independent of one another
 * @param firstLevel nodes above this level have taken their points before
 */
export function assignNodes(grid: GridPositions, cell: NodeKey, firstLevel: number): Assignment {
  const count = grid.x.length;
  const nodeOf = new Int32Array(count);
  const nodes: NodeKey[] = [];
  const occupied = newOccupancy();
  const rest = visitingOrder(count);
  let kept = count;
  for (let level = firstLevel; level < cell.level; level++) {
    const up = cell.level - level;
    nodes.push({ level, x: cell.x >> up, y: cell.y >> up, z: cell.z >> up });
    kept = takeSample(grid, level, occupied.fill(0), rest.subarray(0, kept), nodeOf, nodes.length - 1);
  }
  // Few points that are left go to the parent.
  if (kept < SMALL_NODE && nodes.length > 0) for (let k = 0; k < kept; k++) nodeOf[rest[k] as number] = nodes.length - 1;
  else place(cell, rest.subarray(0, kept));
  return { nodes, nodeOf };

  function place(key: NodeKey, points: Int32Array): void {
    const node = nodes.push(key) - 1;
    if (points.length <= LEAF_POINTS || key.level >= DEEPEST_LEVEL) {
      for (const point of points) nodeOf[point] = node;
      return;
    }
    const below = points.subarray(0, takeSample(grid, key.level, occupied.fill(0), points, nodeOf, node));
    for (const [octant, group] of splitByOctant(grid, key.level, below).entries()) {
      const child = { level: key.level + 1, x: 2 * key.x + (octant & 1), y: 2 * key.y + ((octant >> 1) & 1), z: 2 * key.z + (octant >> 2) };
      if (group.length < SMALL_NODE) for (const point of group) nodeOf[point] = node;
      else place(child, group);
    }
  }
}

/**
 * Gives a node the first point of each cell of its grid.
 *
 * @param points indexes in the order of choice; those that are not taken are moved to the front
 * @returns how many are not taken
 */
export function takeSample(
  grid: GridPositions,
  level: number,
  occupied: Uint32Array,
  points: Int32Array,
  nodeOf: Int32Array,
  node: number,
): number {
  const { x, y, z } = grid;
  const shift = GRID_BITS - SAMPLE_BITS - level;
  const mask = SAMPLE_CELLS - 1;
  let kept = 0;
  for (let k = 0; k < points.length; k++) {
    const point = points[k] as number;
    const [gx, gy, gz] = [
      ((x[point] as number) >> shift) & mask,
      ((y[point] as number) >> shift) & mask,
      ((z[point] as number) >> shift) & mask,
    ];
    const word = (gz << (2 * SAMPLE_BITS - 5)) | (gy << (SAMPLE_BITS - 5)) | (gx >> 5);
    const bit = 1 << (gx & 31);
    const bits = occupied[word] as number;
    if ((bits & bit) === 0) {
      occupied[word] = bits | bit;
      nodeOf[point] = node;
    } else points[kept++] = point;
  }
  return kept;
}

/** Groups points by the eight children of a node that they are in. The order in each group stays. */
function splitByOctant(grid: GridPositions, level: number, points: Int32Array): Int32Array[] {
  const { x, y, z } = grid;
  const bit = GRID_BITS - 1 - level;
  const octantOf = (point: number) =>
    (((x[point] as number) >> bit) & 1) | ((((y[point] as number) >> bit) & 1) << 1) | ((((z[point] as number) >> bit) & 1) << 2);
  const counts = new Int32Array(8);
  for (const point of points) {
    const octant = octantOf(point);
    counts[octant] = (counts[octant] as number) + 1;
  }
  const groups = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (const point of points) {
    const octant = octantOf(point);
    const at = counts[octant] as number;
    (groups[octant] as Int32Array)[at] = point;
    counts[octant] = at + 1;
  }
  return groups;
}

/** All indexes, in steps of the golden ratio: neighbours in the file come far apart. */
export function visitingOrder(count: number): Int32Array {
  const order = new Int32Array(count);
  let step = Math.max(1, Math.floor(count * 0.6180339887));
  while (gcd(step, count) > 1) step++;
  for (let k = 0, at = 0; k < count; k++) {
    order[k] = at;
    at += step;
    if (at >= count) at -= count;
  }
  return order;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
