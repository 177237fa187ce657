import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { Box } from "./box.ts";
import { axesOf, type Camera } from "./camera.ts";

/** A square of the ground, along the axes of the layer. */
export interface GroundSquare {
  readonly centre: readonly [x: number, y: number];
  /** Half a side, in metres. */
  readonly half: number;
}

/** A picture that lies below the points. */
export interface GroundPicture {
  readonly image: HTMLCanvasElement;
  /**
   * Where the corners of its cells are, in the CRS of the layer: rows from the upper edge of the picture, as many places in each as there are
   * rows. A picture of a map has other axes than the layer, so that four corners would not do.
   */
  readonly grid: readonly (readonly [x: number, y: number])[];
  /**
   * Heights of the ground at the corners of finer cells of the same square, in the same order: each side has a whole multiple of the cells of
   * `grid`. Without them, the picture is flat.
   */
  readonly heights?: Float32Array | null | undefined;
}

/** Triangles of a picture in the scene. */
export interface GroundMesh {
  readonly image: HTMLCanvasElement;
  /** East, north and height of each corner of each triangle; the height of a flat picture is 0. */
  readonly places: Float32Array<ArrayBuffer>;
  /** Right and down in the picture, from 0 to 1. */
  readonly shares: Float32Array<ArrayBuffer>;
  readonly isDraped: boolean;
  /** Shares of the picture as a function of the place: `right` and `down` times (east, north, 1). Exact at three corners. */
  readonly toShares: { readonly right: Triple; readonly down: Triple };
}

/** Two triangles for each cell of a picture. `origin`: of the scene, in the CRS of the layer. */
export function groundMesh({ image, grid, heights }: GroundPicture, origin: Triple): GroundMesh {
  const side = sideOf(grid.length, "places");
  const fineSide = heights ? sideOf(heights.length, "heights") : side;
  const times = (fineSide - 1) / (side - 1);
  if (!Number.isInteger(times)) throw new Error(`a picture of the ground has ${fineSide} heights a side for ${side} places`);
  const placeAt = placesOf(grid, side, times);
  const cells = fineSide - 1;
  const places = new Float32Array(cells * cells * 6 * 3);
  const shares = new Float32Array(cells * cells * 6 * 2);
  let corner = 0;
  for (let cell = 0; cell < cells * cells; cell++) {
    for (const [right, down] of CORNERS) {
      const [column, row] = [(cell % cells) + right, Math.floor(cell / cells) + down];
      const [x, y] = placeAt(column, row);
      places[3 * corner] = x - origin[0];
      places[3 * corner + 1] = y - origin[1];
      places[3 * corner + 2] = heights ? (heights[row * fineSide + column] as number) - origin[2] : 0;
      shares[2 * corner] = column / cells;
      shares[2 * corner++ + 1] = row / cells;
    }
  }
  return { image, places, shares, isDraped: Boolean(heights), toShares: sharesOf(grid, side, origin) };
}

/** Of the two triangles of a cell, in cells to the right and down. */
const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

function sideOf(count: number, what: string): number {
  const side = Math.round(Math.sqrt(count));
  if (side < 2 || side * side !== count) throw new Error(`a picture of the ground has ${count} ${what}, which is no square grid`);
  return side;
}

/** The place of a corner of a finer cell: within a cell of the grid, both axes are straight. */
function placesOf(grid: GroundPicture["grid"], side: number, times: number): (column: number, row: number) => readonly [number, number] {
  return (column, row) => {
    const [left, top] = [Math.min(side - 2, Math.floor(column / times)), Math.min(side - 2, Math.floor(row / times))];
    const [right, down] = [column / times - left, row / times - top];
    const mixed = (axis: 0 | 1) => {
      const at = (dx: number, dy: number) => (grid[(top + dy) * side + left + dx] as readonly [number, number])[axis];
      return (at(0, 0) * (1 - right) + at(1, 0) * right) * (1 - down) + (at(0, 1) * (1 - right) + at(1, 1) * right) * down;
    };
    return [mixed(0), mixed(1)];
  };
}

/** The inverse of the plane through the upper corners and the lower left one. */
function sharesOf(grid: GroundPicture["grid"], side: number, origin: Triple): GroundMesh["toShares"] {
  const [start, right, down] = [0, side - 1, side * (side - 1)].map((at) => grid[at] as readonly [number, number]) as [
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ];
  const [ux, uy, vx, vy] = [right[0] - start[0], right[1] - start[1], down[0] - start[0], down[1] - start[1]];
  const [x, y] = [start[0] - origin[0], start[1] - origin[1]];
  const area = ux * vy - uy * vx;
  return {
    right: [vy / area, -vx / area, (vx * y - vy * x) / area],
    down: [-uy / area, ux / area, (uy * x - ux * y) / area],
  };
}

/** Sides of the ground around all points, as a share of theirs: at the edge, one sees what comes after it. */
const AROUND = 1.6;
/** Half a side of what is seen near, in distances of the camera. */
const SEEN = 1.5;
/** Ground below which nothing is drawn nearer: a map has no more to show. */
const LEAST = 40;
/** What is nearly everything needs no second picture. */
const NEARLY_ALL = 0.65;

/** The ground around all points. */
export function wholeGround({ min, max }: Box): GroundSquare {
  const half = Math.max(LEAST, (Math.max(max[0] - min[0], max[1] - min[1]) / 2) * AROUND);
  return { centre: [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2], half };
}

/** The ground that a camera sees sharply; null where a picture of the whole is as good. A tilted camera sees more behind its target. */
export function nearGround(camera: Camera, whole: GroundSquare): GroundSquare | null {
  const half = Math.max(LEAST, camera.distance * SEEN);
  if (half > whole.half * NEARLY_ALL) return null;
  const { forward } = axesOf(camera);
  const shift = half * 0.3;
  return { centre: [camera.target[0] + forward[0] * shift, camera.target[1] + forward[1] * shift], half };
}

/** Whether what is drawn is still good for what is wanted: the place is in it, about as sharp as it could be. */
export function isGoodFor(drawn: GroundSquare | null, wanted: GroundSquare | null): boolean {
  if (!drawn || !wanted) return drawn === wanted;
  const away = Math.max(Math.abs(drawn.centre[0] - wanted.centre[0]), Math.abs(drawn.centre[1] - wanted.centre[1]));
  const scale = wanted.half / drawn.half;
  return away < drawn.half * 0.4 && scale > 0.5 && scale < 1.3;
}
