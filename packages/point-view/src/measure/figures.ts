import type { Area } from "@archipel/pointcloud/clip/area.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { DrawnNode } from "../load/point-scene.ts";
import { areaOf, eachInside } from "./each-inside.ts";

/** Lengths of a line through picked points, in metres. */
export interface LineFigures {
  /** Along the line through the air, and on the plan. */
  readonly length: number;
  readonly horizontal: number;
  /** From the first point to the last one: up is positive. */
  readonly rise: number;
}

export function lineFigures(places: readonly Triple[]): LineFigures {
  let [length, horizontal] = [0, 0];
  for (const [i, place] of places.entries()) {
    const last = places[i - 1];
    if (!last) continue;
    length += Math.hypot(place[0] - last[0], place[1] - last[1], place[2] - last[2]);
    horizontal += Math.hypot(place[0] - last[0], place[1] - last[1]);
  }
  return { length, horizontal, rise: (places.at(-1)?.[2] ?? 0) - (places[0]?.[2] ?? 0) };
}

/** Of the outline through picked points. */
export interface AreaFigures {
  /** On the plan, in square metres. */
  readonly area: number;
  readonly perimeter: number;
}

export function areaFigures(places: readonly Triple[]): AreaFigures {
  let twice = 0;
  const closed = [...places, ...places.slice(0, 1)];
  for (const [i, [x, y]] of closed.slice(0, -1).entries()) {
    const next = closed[i + 1] as Triple;
    twice += x * next[1] - next[0] * y;
  }
  return { area: Math.abs(twice) / 2, perimeter: lineFigures(closed).horizontal };
}

/** What is above and below the level of an outline, in cubic metres. */
export interface VolumeFigures {
  readonly above: number;
  readonly below: number;
  /** The level: the plane that fits the points of the outline best, by its height in their middle. */
  readonly level: number;
  /** Side of the cells of the surface. */
  readonly cell: number;
  /** Share of the cells that have points; the others count with the mean of their neighbours. */
  readonly covered: number;
}

const MOST_CELLS = 250_000;

/**
 * The volume between the surface of the drawn points and the plane through an outline. The surface is the highest point of each cell: the top of
 * a heap, or the roof of a house.
 *
 * @param hidden classes that do not count: with vegetation hidden, the ground below it is measured
 * @returns null when the outline has no points inside, or no area
 */
export function volumeFigures(nodes: readonly DrawnNode[], outline: readonly Triple[], hidden: ReadonlySet<number>): VolumeFigures | null {
  if (outline.length < 3 || areaFigures(outline).area === 0) return null;
  const enclosed = areaOf(outline);
  const [west, south, east, north] = enclosed.bounds;
  const inside = heightsInside(nodes, enclosed, hidden);
  const { area } = areaFigures(outline);
  if (inside.length === 0) return null;
  // Two points a cell on average: smaller cells would be empty.
  const cell = Math.max(Math.sqrt((2 * area) / (inside.length / 3)), Math.sqrt(((east - west) * (north - south)) / MOST_CELLS));
  const columns = Math.max(1, Math.ceil((east - west) / cell));
  const rows = Math.max(1, Math.ceil((north - south) / cell));
  const heights = new Float32Array(columns * rows).fill(Number.NaN);
  for (let i = 0; i < inside.length; i += 3) {
    const column = Math.min(columns - 1, Math.floor(((inside[i] as number) - west) / cell));
    const row = Math.min(rows - 1, Math.floor(((inside[i + 1] as number) - south) / cell));
    const at = row * columns + column;
    const height = inside[i + 2] as number;
    if (!(height <= (heights[at] as number))) heights[at] = height;
  }
  return summed(heights, columns, rows, { west, south, cell, outline, enclosed, area });
}

interface Grid {
  readonly west: number;
  readonly south: number;
  readonly cell: number;
  readonly outline: readonly Triple[];
  readonly enclosed: Area;
  readonly area: number;
}

function summed(
  heights: Float32Array,
  columns: number,
  rows: number,
  { west, south, cell, outline, enclosed, area }: Grid,
): VolumeFigures | null {
  const plane = planeOf(outline);
  let [above, below, cells, known] = [0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [west + (column + 0.5) * cell, south + (row + 0.5) * cell];
      if (!enclosed.contains(x, y)) continue;
      cells++;
      const own = heights[row * columns + column] as number;
      const height = Number.isNaN(own) ? neighboursMean(heights, columns, rows, column, row) : own;
      if (!Number.isNaN(own)) known++;
      if (Number.isNaN(height)) continue;
      const over = height - plane(x, y);
      if (over > 0) above += over;
      else below -= over;
    }
  }
  if (cells === 0) return null;
  // Cells at the edge are whole or not there: their sum is brought to the area of the outline.
  const share = area / cells;
  const [mx, my] = [outline.reduce((sum, [x]) => sum + x, 0) / outline.length, outline.reduce((sum, [, y]) => sum + y, 0) / outline.length];
  return { above: above * share, below: below * share, level: plane(mx, my), cell, covered: known / cells };
}

function neighboursMean(heights: Float32Array, columns: number, rows: number, column: number, row: number): number {
  for (let reach = 1; reach <= 4; reach++) {
    let [sum, count] = [0, 0];
    for (let j = Math.max(0, row - reach); j <= Math.min(rows - 1, row + reach); j++)
      for (let i = Math.max(0, column - reach); i <= Math.min(columns - 1, column + reach); i++) {
        const height = heights[j * columns + i] as number;
        if (Number.isNaN(height)) continue;
        sum += height;
        count++;
      }
    if (count > 0) return sum / count;
  }
  return Number.NaN;
}

/** x, y and z of the points inside, one after the other. */
function heightsInside(nodes: readonly DrawnNode[], enclosed: Area, hidden: ReadonlySet<number>): number[] {
  const found: number[] = [];
  eachInside(nodes, enclosed, (x, y, z, code) => {
    if (!hidden.has(code)) found.push(x, y, z);
  });
  return found;
}

/** The plane with the smallest sum of squared heights above and below the points; level when the points are in one line. */
function planeOf(places: readonly Triple[]): (x: number, y: number) => number {
  const n = places.length;
  const mean = (axis: 0 | 1 | 2) => places.reduce((sum, place) => sum + place[axis], 0) / n;
  const [mx, my, mz] = [mean(0), mean(1), mean(2)];
  let [xx, xy, yy, xz, yz] = [0, 0, 0, 0, 0];
  for (const [px, py, pz] of places) {
    const [x, y, z] = [px - mx, py - my, pz - mz];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xz += x * z;
    yz += y * z;
  }
  const determinant = xx * yy - xy * xy;
  if (Math.abs(determinant) < 1e-9) return () => mz;
  const a = (xz * yy - yz * xy) / determinant;
  const b = (yz * xx - xz * xy) / determinant;
  return (x, y) => mz + a * (x - mx) + b * (y - my);
}
