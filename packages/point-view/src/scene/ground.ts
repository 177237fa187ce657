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
}

/** Triangles of a picture in the scene. */
export interface GroundMesh {
  readonly image: HTMLCanvasElement;
  /** East and north of each corner of each triangle. */
  readonly places: Float32Array<ArrayBuffer>;
  /** Right and down in the picture, from 0 to 1. */
  readonly shares: Float32Array<ArrayBuffer>;
}

/** Two triangles for each cell of a picture. `origin`: of the scene, in the CRS of the layer. */
export function groundMesh({ image, grid }: GroundPicture, origin: Triple): GroundMesh {
  const side = Math.round(Math.sqrt(grid.length));
  if (side < 2 || side * side !== grid.length)
    throw new Error(`a picture of the ground has ${grid.length} places, which is no square grid`);
  const cells = side - 1;
  const corners: (readonly [column: number, row: number])[] = [];
  for (let row = 0; row < cells; row++)
    for (let column = 0; column < cells; column++)
      corners.push([column, row], [column, row + 1], [column + 1, row], [column + 1, row], [column, row + 1], [column + 1, row + 1]);
  return {
    image,
    places: new Float32Array(
      corners.flatMap(([column, row]) => {
        const [x, y] = grid[row * side + column] as readonly [number, number];
        return [x - origin[0], y - origin[1]];
      }),
    ),
    shares: new Float32Array(corners.flatMap(([column, row]) => [column / cells, row / cells])),
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
