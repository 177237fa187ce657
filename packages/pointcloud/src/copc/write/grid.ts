import type { PointColumns } from "../../las/columns.ts";
import type { Triple } from "../../las/header.ts";
import { type CopcPlan, GRID_BITS } from "./plan.ts";

/** Points as integers of 21 bits an axis inside the root cube. */
export interface GridPositions {
  x: Int32Array;
  y: Int32Array;
  z: Int32Array;
}

export function gridPositions(columns: PointColumns, plan: CopcPlan): GridPositions {
  const axis = (values: Int32Array, i: 0 | 1 | 2) => gridAxis(values, plan.low[i], plan.gridPerUnit[i]);
  return { x: axis(columns.x, 0), y: axis(columns.y, 1), z: axis(columns.z, 2) };
}

function gridAxis(values: Int32Array, low: number, perUnit: number): Int32Array {
  const grid = new Int32Array(values.length);
  const most = 2 ** GRID_BITS - 1;
  for (let i = 0; i < values.length; i++) {
    grid[i] = Math.min(most, Math.max(0, Math.floor(((values[i] as number) - low + 0.5) * perUnit)));
  }
  return grid;
}

/** Are there points outside the box that the plan was made for? Headers can be wrong. */
export function hasPointsOutside(columns: PointColumns, low: Triple, high: Triple): boolean {
  return [columns.x, columns.y, columns.z].some((values, axis) => {
    const [least, most] = [low[axis] as number, high[axis] as number];
    for (let i = 0; i < values.length; i++) if ((values[i] as number) < least || (values[i] as number) > most) return true;
    return false;
  });
}

/** Bits of a number of 7 bits with two free places after each, to interleave three of them. */
const SPREAD = Int32Array.from({ length: 128 }, (_, value) => {
  let spread = 0;
  for (let bit = 0; bit < 7; bit++) spread |= ((value >> bit) & 1) << (3 * bit);
  return spread;
});

/** Place of a cell among the cells below a node, along a curve that keeps the cells of each node together (Morton order). */
export function mortonCode(x: number, y: number, z: number): number {
  return (SPREAD[x] as number) | ((SPREAD[y] as number) << 1) | ((SPREAD[z] as number) << 2);
}

/** The inverse: x, y and z of a code. */
export function mortonCell(code: number): Triple {
  const cell: Triple = [0, 0, 0];
  for (let bit = 0; bit < 7; bit++) {
    for (let axis = 0; axis < 3; axis++) cell[axis] = (cell[axis] as number) | (((code >> (3 * bit + axis)) & 1) << bit);
  }
  return cell;
}
