import type { CloudFacts, PointProblem, PointsConcerned } from "@archipel/contracts/clouds.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";

/** What was drawn, in the CRS of the layer: a look and a ring in it. `middle`: of what it encloses. */
export interface DrawnShape {
  readonly view: Pick<PointsConcerned["volume"], "origin" | "matrix" | "ring">;
  readonly middle: Triple;
}

export interface Chosen {
  readonly layerId: string;
  readonly shape: DrawnShape;
  readonly heights: readonly [number, number];
  /** Classes of the cloud that are shown; null for all. */
  readonly classes: readonly number[] | null;
  readonly problem: PointProblem;
  readonly classification: number | null;
  readonly seen: ReadonlyMap<number, number>;
}

/** Points that were drawn around, between two heights, as a report names them. */
export function pointsConcerned({ layerId, shape, heights, classes, problem, classification, seen }: Chosen): PointsConcerned {
  return {
    layerId,
    volume: { ...shape.view, heights: [...heights], classes: classes && [...classes] },
    problem,
    classification,
    seen: Object.fromEntries(seen),
  };
}

/** An outline on the ground: a look from above on its box. */
export function shapeFromAbove(outline: readonly Triple[]): DrawnShape {
  const [west, south, east, north] = boxOf(outline);
  const origin: Triple = [(west + east) / 2, (south + north) / 2, 0];
  const [halfWidth, halfHeight] = [Math.max(1e-6, (east - west) / 2), Math.max(1e-6, (north - south) / 2)];
  return {
    view: {
      origin,
      matrix: [1 / halfWidth, 0, 0, 0, 0, 1 / halfHeight, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
      ring: outline.map(([x, y]) => [(x - origin[0]) / halfWidth, (y - origin[1]) / halfHeight]),
    },
    middle: origin,
  };
}

interface PlacedTile {
  readonly box: { readonly min: Triple; readonly max: Triple };
  readonly footprint: CloudFacts["footprint"];
}

/** Where the middle of an outline is, from the corners of the tile that it lies in: to the metre. */
export function placeOf(outline: readonly Triple[], tiles: readonly PlacedTile[]): { lon: number; lat: number } | null {
  const [west, south, east, north] = boxOf(outline);
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  const away = ({ box: { min, max } }: PlacedTile) => Math.hypot(Math.max(min[0] - x, 0, x - max[0]), Math.max(min[1] - y, 0, y - max[1]));
  const tile = tiles.filter(({ footprint }) => footprint !== null).toSorted((a, b) => away(a) - away(b))[0];
  if (!tile?.footprint) return null;
  const { min, max } = tile.box;
  const [upperLeft, lowerLeft, lowerRight, upperRight] = tile.footprint;
  const right = max[0] > min[0] ? (x - min[0]) / (max[0] - min[0]) : 0.5;
  const up = max[1] > min[1] ? (y - min[1]) / (max[1] - min[1]) : 0.5;
  const at = (axis: 0 | 1) =>
    (1 - up) * ((1 - right) * lowerLeft[axis] + right * lowerRight[axis]) + up * ((1 - right) * upperLeft[axis] + right * upperRight[axis]);
  return { lon: at(0), lat: at(1) };
}

function boxOf(outline: readonly Triple[]): [west: number, south: number, east: number, north: number] {
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
