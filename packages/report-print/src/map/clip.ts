import type { MapFrame } from "./frame.ts";
import type { Shapes, Vertex } from "./shapes.ts";

type Box = Pick<MapFrame, "west" | "south" | "east" | "north">;

/**
 * Shapes cut to a box, without vertices that nobody would tell apart. The edges along the box are artificial: areas cut in this way are
 * painted, and not outlined.
 *
 * @param leastM vertices closer than this to the one before are left out
 */
export function clipped({ areas, lines, points }: Shapes, box: Box, leastM: number): Shapes {
  return {
    areas: areas
      .map((rings) => rings.map((ring) => thinned(clippedRing(ring, box), leastM)).filter((ring) => ring.length > 2))
      .filter((rings) => rings.length > 0),
    lines: lines.flatMap((line) => clippedLine(line, box).map((part) => thinned(part, leastM))),
    points: points.filter((point) => isInside(point, box)),
  };
}

const isInside = ([x, y]: Vertex, { west, south, east, north }: Box) => x >= west && x <= east && y >= south && y <= north;

/** By Sutherland and Hodgman: against one side of the box after the other. */
function clippedRing(ring: readonly Vertex[], { west, south, east, north }: Box): readonly Vertex[] {
  if (ring.every((vertex) => isInside(vertex, { west, south, east, north }))) return ring;
  const sides: readonly [axis: 0 | 1, limit: number, sign: 1 | -1][] = [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ];
  let left = ring;
  for (const [axis, limit, sign] of sides) {
    const isIn = (vertex: Vertex) => (vertex[axis] - limit) * sign >= 0;
    const cut: Vertex[] = [];
    let last = left.at(-1);
    for (const vertex of left) {
      if (last && isIn(last) !== isIn(vertex)) cut.push(crossing(last, vertex, axis, limit));
      if (isIn(vertex)) cut.push(vertex);
      last = vertex;
    }
    left = cut;
  }
  return left;
}

function crossing(from: Vertex, to: Vertex, axis: 0 | 1, limit: number): Vertex {
  const share = (limit - from[axis]) / (to[axis] - from[axis]);
  const other = axis === 0 ? from[1] + share * (to[1] - from[1]) : from[0] + share * (to[0] - from[0]);
  return axis === 0 ? [limit, other] : [other, limit];
}

/** The runs of a line of which each segment may be in the box. */
function clippedLine(line: readonly Vertex[], { west, south, east, north }: Box): Vertex[][] {
  const runs: Vertex[][] = [];
  let run: Vertex[] = [];
  for (const [index, vertex] of line.entries()) {
    const last = line[index - 1];
    if (!last) continue;
    const isNear =
      Math.min(last[0], vertex[0]) <= east &&
      Math.max(last[0], vertex[0]) >= west &&
      Math.min(last[1], vertex[1]) <= north &&
      Math.max(last[1], vertex[1]) >= south;
    if (isNear) {
      if (run.length === 0) run.push(last);
      run.push(vertex);
    } else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return run.length > 0 ? [...runs, run] : runs;
}

function thinned(vertices: readonly Vertex[], leastM: number): Vertex[] {
  const kept: Vertex[] = [];
  for (const [index, vertex] of vertices.entries()) {
    const last = kept.at(-1);
    const isLast = index === vertices.length - 1;
    if (!last || isLast || Math.hypot(vertex[0] - last[0], vertex[1] - last[1]) >= leastM) kept.push(vertex);
  }
  return kept;
}
