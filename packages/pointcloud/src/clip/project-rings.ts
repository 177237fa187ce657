import { AreaError, MOST_VERTICES, type Rings } from "./area.ts";

type Project = (x: number, y: number) => readonly number[];

/** Halvings of an edge at most: 4,096 pieces. */
const DEEPEST = 12;

/**
 * Polygons in another CRS. Their edges stay where they were: a straight line in degrees is a curve in metres, so long edges get more vertices.
 * An edge gets the same ones in both directions, so neighbours still share it.
 *
 * @param tolerance how far an edge may be from its place, in units of the new CRS
 * @throws AreaError `area-not-finite` when a position has no place in the new CRS, `area-too-large`
 */
export function projectRings(polygons: readonly Rings[], project: Project, tolerance = 0.01): Rings[] {
  let vertices = 0;
  const place = (x: number, y: number): readonly number[] => {
    const projected = project(x, y);
    if (!projected.slice(0, 2).every(Number.isFinite))
      throw new AreaError("area-not-finite", `the position ${x}, ${y} is outside the coordinate system of the points`);
    if (++vertices > MOST_VERTICES) throw new AreaError("area-too-large", `the area has more than ${MOST_VERTICES} vertices`);
    return projected;
  };
  type Ends = { a: readonly number[]; b: readonly number[]; from: readonly number[]; to: readonly number[] };
  const add = (ring: (readonly number[])[], { a, b, from, to }: Ends, depth: number): void => {
    const [ax = 0, ay = 0] = a;
    const [bx = 0, by = 0] = b;
    const middle = [(ax + bx) / 2, (ay + by) / 2] as const;
    const projected = project(...middle);
    const distance = Math.hypot(
      (projected[0] ?? 0) - ((from[0] ?? 0) + (to[0] ?? 0)) / 2,
      (projected[1] ?? 0) - ((from[1] ?? 0) + (to[1] ?? 0)) / 2,
    );
    if (depth < DEEPEST && distance > tolerance) {
      const half = place(...middle);
      add(ring, { a, b: middle, from, to: half }, depth + 1);
      add(ring, { a: middle, b, from: half, to }, depth + 1);
    } else ring.push(to);
  };
  return polygons.map((rings) =>
    rings.map((ring) => {
      const places = ring.map(([x = Number.NaN, y = Number.NaN]) => place(x, y));
      const moved: (readonly number[])[] = [];
      for (const [i, b] of ring.entries()) {
        const before = i === 0 ? ring.length - 1 : i - 1;
        add(
          moved,
          { a: ring[before] as readonly number[], b, from: places[before] as readonly number[], to: places[i] as readonly number[] },
          0,
        );
      }
      return moved;
    }),
  );
}
