import { forEachPosition, type Geometry, mapPositions, type Position } from "./geojson.ts";

/**
 * Restores the exact original vertices in an edited geometry, wherever it has a vertex within `tolerance`. Editors receive geometries
 * rounded and in another CRS. Without this, an edit of one corner would move all others by millimetres, open gaps to
 * neighbours, and lose heights that a flat editor drops.
 *
 * @param edited in the CRS of `original`; a new vertex without height takes that of the nearest original one
 * @param tolerance in the units of that CRS
 */
export function keepVertices(edited: Geometry, original: Geometry, tolerance: number): Geometry {
  const known = vertexIndex(original, tolerance);
  return mapPositions(edited, (position) => known.near(position) ?? known.raised(position));
}

function vertexIndex(geometry: Geometry, tolerance: number) {
  const cells = new Map<string, Position[]>();
  const all: Position[] = [];
  const cellOf = (value: number) => Math.floor(value / tolerance);
  forEachPosition(geometry, (position) => {
    const key = `${cellOf(position[0])} ${cellOf(position[1])}`;
    cells.set(key, [...(cells.get(key) ?? []), position]);
    all.push(position);
  });
  const nearest = (candidates: readonly Position[], [x, y]: Position, within: number): Position | undefined => {
    let best: Position | undefined;
    let shortest = within;
    for (const candidate of candidates) {
      const distance = Math.hypot(candidate[0] - x, candidate[1] - y);
      if (distance > shortest) continue;
      shortest = distance;
      best = candidate;
    }
    return best;
  };
  return {
    near(position: Position): Position | undefined {
      const [column, row] = [cellOf(position[0]), cellOf(position[1])];
      const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => cells.get(`${column + dx} ${row + dy}`) ?? []));
      return nearest(around, position, tolerance);
    },
    raised(position: Position): Position {
      if (position.length === 3) return position;
      const height = nearest(all, position, Number.POSITIVE_INFINITY)?.[2];
      return height === undefined ? position : [position[0], position[1], height];
    },
  };
}
