import Delaunator from "delaunator";

/** Cells from the first to the last column and row, both included. */
export interface CellWindow {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Points as column, row and height, one after the other. Whole columns and rows are the middles of cells. */
export type CellPoints = Float64Array;

export type SetHeight = (column: number, row: number, height: number) => void;

/**
 * Heights at the middles of cells, linear on the triangles between points (Delaunay). Triangles with a side longer than `longestEdge` are gaps.
 *
 * @param longestEdge in cells
 */
export function interpolateTin(points: CellPoints, window: CellWindow, longestEdge: number, set: SetHeight): void {
  const count = points.length / 3;
  if (count < 3) return;
  const coordinates = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    coordinates[2 * i] = points[3 * i] as number;
    coordinates[2 * i + 1] = points[3 * i + 1] as number;
  }
  const { triangles } = new Delaunator(coordinates);
  const longest = longestEdge ** 2;
  for (let t = 0; t < triangles.length; t += 3)
    fillTriangle(points, [triangles[t] as number, triangles[t + 1] as number, triangles[t + 2] as number], window, longest, set);
}

/** Rounding must leave no cell on a common side of two triangles empty. */
const TOLERANCE = 1e-9;

function fillTriangle(points: CellPoints, corners: [number, number, number], window: CellWindow, longest: number, set: SetHeight): void {
  const [a, b, c] = [3 * corners[0], 3 * corners[1], 3 * corners[2]];
  const [ax, ay, az] = [points[a] as number, points[a + 1] as number, points[a + 2] as number];
  const [bx, by, bz] = [points[b] as number, points[b + 1] as number, points[b + 2] as number];
  const [cx, cy, cz] = [points[c] as number, points[c + 1] as number, points[c + 2] as number];
  const first = Math.max(window.top, Math.ceil(Math.min(ay, by, cy) - TOLERANCE));
  const last = Math.min(window.bottom, Math.floor(Math.max(ay, by, cy) + TOLERANCE));
  if (first > last) return;
  if (Math.max(ax, bx, cx) < window.left - TOLERANCE || Math.min(ax, bx, cx) > window.right + TOLERANCE) return;
  const isLong = (dx: number, dy: number) => dx * dx + dy * dy > longest;
  if (isLong(bx - ax, by - ay) || isLong(cx - bx, cy - by) || isLong(ax - cx, ay - cy)) return;
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (area === 0) return;
  const [low, high] = [Math.min(az, bz, cz), Math.max(az, bz, cz)];
  // Rise to the right and down of the plane through the corners.
  const right = ((bz - az) * (cy - ay) - (cz - az) * (by - ay)) / area;
  const down = ((cz - az) * (bx - ax) - (bz - az) * (cx - ax)) / area;
  for (let row = first; row <= last; row++) {
    let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const cross = (px: number, py: number, qx: number, qy: number): void => {
      if ((py < row - TOLERANCE && qy < row - TOLERANCE) || (py > row + TOLERANCE && qy > row + TOLERANCE)) return;
      const share = py === qy ? 0 : Math.min(1, Math.max(0, (row - py) / (qy - py)));
      const x = px + share * (qx - px);
      start = Math.min(start, x, py === qy ? qx : x);
      end = Math.max(end, x, py === qy ? qx : x);
    };
    cross(ax, ay, bx, by);
    cross(bx, by, cx, cy);
    cross(cx, cy, ax, ay);
    const from = Math.max(window.left, Math.ceil(start - TOLERANCE));
    const to = Math.min(window.right, Math.floor(end + TOLERANCE));
    // Of thin triangles the plane is not precise: their corners bound it.
    for (let column = from; column <= to; column++)
      set(column, row, Math.min(high, Math.max(low, az + right * (column - ax) + down * (row - ay))));
  }
}
