import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { Box } from "./box.ts";
import { axesOf, type Camera, dot, eyeOf, FIELD_OF_VIEW, type ScreenSize } from "./camera.ts";

/** 4 × 4 numbers, column by column, as graphics cards read them. */
export type Matrix = readonly number[];

/** What is nearer or farther is not drawn. Their ratio decides how well depths can be distinguished. */
export function depthRange({ distance }: Camera, reach: number): { near: number; far: number } {
  return { near: Math.max(0.05, distance / 100), far: distance * 2 + reach * 2 };
}

/** Places of the scene → places before the eye, which looks along −z. */
export function viewMatrix(camera: Camera): Matrix {
  const { forward: f, right: r, up: u } = axesOf(camera);
  const eye = eyeOf(camera);
  return [r[0], u[0], -f[0], 0, r[1], u[1], -f[1], 0, r[2], u[2], -f[2], 0, -dot(r, eye), -dot(u, eye), dot(f, eye), 1];
}

export function projectionMatrix({ width, height }: ScreenSize, near: number, far: number): Matrix {
  const scale = 1 / Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
  const aspect = width / Math.max(1, height);
  return [scale / aspect, 0, 0, 0, 0, scale, 0, 0, 0, 0, (far + near) / (near - far), -1, 0, 0, (2 * far * near) / (near - far), 0];
}

export function product(a: Matrix, b: Matrix): Matrix {
  const at = (matrix: Matrix, row: number, column: number) => matrix[column * 4 + row] as number;
  return Array.from({ length: 16 }, (_, i) => {
    const [row, column] = [i % 4, i >> 2];
    return (
      at(a, row, 0) * at(b, 0, column) +
      at(a, row, 1) * at(b, 1, column) +
      at(a, row, 2) * at(b, 2, column) +
      at(a, row, 3) * at(b, 3, column)
    );
  });
}

/** `matrix` for coordinates relative to a place. Computed in double precision, so that points near the eye do not tremble. */
export function placedAt(matrix: Matrix, [x, y, z]: Triple): Matrix {
  return product(matrix, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, z, 1]);
}

/** A plane: what has a positive distance is on its inner side. */
export type Plane = readonly [a: number, b: number, c: number, d: number];

/** The six sides of what a camera sees. */
export function frustumOf(viewProjection: Matrix): Plane[] {
  const row = (i: number) => [0, 4, 8, 12].map((column) => viewProjection[column + i] as number);
  const last = row(3);
  return [0, 1, 2].flatMap((i) =>
    [1, -1].map((sign): Plane => {
      const side = row(i);
      const [a, b, c, d] = last.map((value, k) => value + sign * (side[k] as number)) as [number, number, number, number];
      return [a, b, c, d];
    }),
  );
}

/** Whether a box may be seen. Few boxes that are just outside count as seen. */
export function meets(planes: readonly Plane[], { min, max }: Box): boolean {
  return planes.every(
    ([a, b, c, d]) => a * (a > 0 ? max[0] : min[0]) + b * (b > 0 ? max[1] : min[1]) + c * (c > 0 ? max[2] : min[2]) + d >= 0,
  );
}
