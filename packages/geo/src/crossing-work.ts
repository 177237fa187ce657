import { WkbError, type WkbHeader, WkbReader } from "./wkb.ts";

const [POINT, LINE_STRING, POLYGON] = [1, 2, 3];
/** Most pairs of edges with overlapping boxes: PostGIS compares them in ten seconds. Coasts of a million corners have a few millions. */
const MOST_PAIRS = 20_000_000;
/** Most places where edges meet, if polygons are there: ST_MakeValid takes ten to twenty seconds, and four times as long for twice as many. */
const MOST_CROSSINGS = 5_000;
/** The same if there are only lines, which nobody makes valid: ST_Buffer and ST_Intersection take ten seconds. */
const MOST_LINE_CROSSINGS = 200_000;
/** Fewer edges have fewer pairs. */
const FEW_EDGES = Math.floor(Math.sqrt(2 * MOST_CROSSINGS));
/** Most pairs that are looked at to count them: half a second. */
const MOST_LOOKS = 200_000_000;
/** Cells that an edge may cover on average. */
const CELLS_AN_EDGE = 3;
const MOST_CELLS_A_SIDE = 1024;

/**
 * Whether so many edges in a geometry cross, or overlap by their boxes, that PostGIS needs minutes to years to find where they cross. It cannot be
 * cancelled in between: GEOS does not look for that. Thousands of long edges beside one another are enough, or hundreds that cross all others.
 *
 * @param ewkb finite coordinates
 */
export function hasManyCrossings(ewkb: Uint8Array): boolean {
  // An edge has 16 bytes at least.
  if (ewkb.length / 16 <= FEW_EDGES) return false;
  const edges = edgesOf(ewkb);
  return edges.rises.length > FEW_EDGES && isMuchWork(edges);
}

interface Edges {
  /** West, south, east and north of each edge. */
  boxes: Float64Array;
  /** For each edge, 1 when it runs from south-west to north-east or back, 0 when from north-west to south-east or back. */
  rises: Uint8Array;
  hasPolygons: boolean;
}

function edgesOf(ewkb: Uint8Array): Edges {
  const reader = new WkbReader(ewkb);
  const boxes = new Float64Array(Math.floor(ewkb.length / 16) * 4);
  const rises = new Uint8Array(boxes.length / 4);
  let used = 0;
  let hasPolygons = false;
  const stepOf = ({ hasZ, hasM }: WkbHeader) => 16 + (hasZ ? 8 : 0) + (hasM ? 8 : 0);
  const addLine = (header: WkbHeader) => {
    const step = stepOf(header);
    const count = reader.count(header.littleEndian, step);
    const start = reader.take(count * step);
    const ordinate = (offset: number) => reader.view.getFloat64(offset, header.littleEndian);
    for (let at = start + step; at < start + count * step; at += step) {
      const [x, y, nextX, nextY] = [ordinate(at - step), ordinate(at - step + 8), ordinate(at), ordinate(at + 8)];
      if (x === nextX && y === nextY) continue;
      rises[used >> 2] = x === nextX || x < nextX === y < nextY ? 1 : 0;
      boxes[used++] = Math.min(x, nextX);
      boxes[used++] = Math.min(y, nextY);
      boxes[used++] = Math.max(x, nextX);
      boxes[used++] = Math.max(y, nextY);
    }
  };
  const addAll = () => {
    const header = reader.header();
    if (header.code === POINT) reader.take(stepOf(header));
    else if (header.code === LINE_STRING) addLine(header);
    else {
      hasPolygons ||= header.code === POLYGON;
      const parts = reader.count(header.littleEndian, 4);
      for (let part = 0; part < parts; part++) {
        if (header.code === POLYGON) addLine(header);
        else addAll();
      }
    }
  };
  try {
    addAll();
  } catch (error) {
    // PostGIS says what is wrong.
    if (!(error instanceof WkbError)) throw error;
    used = 0;
  }
  return { boxes: boxes.subarray(0, used), rises: rises.subarray(0, used >> 2), hasPolygons };
}

/** Counts in the cells of a grid. A pair counts in one of the cells that both edges cover: the one of the south-west corner of what they share. */
function isMuchWork({ boxes: edges, rises, hasPolygons }: Edges): boolean {
  const mostCrossings = hasPolygons ? MOST_CROSSINGS : MOST_LINE_CROSSINGS;
  const grid = gridOf(edges);
  const cells = new Int32Array(grid.side ** 2 + 1);
  forEachCell(edges, grid, (cell) => {
    cells[cell + 1] = (cells[cell + 1] ?? 0) + 1;
  });
  for (let cell = 1; cell < cells.length; cell++) cells[cell] = (cells[cell] ?? 0) + (cells[cell - 1] ?? 0);
  const filled = cells.slice(0, -1);
  const members = new Int32Array(cells.at(-1) ?? 0);
  forEachCell(edges, grid, (cell, edge) => {
    const at = filled[cell] ?? 0;
    members[at] = edge;
    filled[cell] = at + 1;
  });
  let pairs = 0;
  let crossings = 0;
  let looks = 0;
  const value = (index: number) => edges[index] ?? 0;
  for (let cell = 0; cell < cells.length - 1; cell++) {
    const end = cells[cell + 1] ?? 0;
    for (let first = cells[cell] ?? 0; first < end; first++) {
      const a = members[first] ?? 0;
      looks += end - first;
      if (looks > MOST_LOOKS) return true;
      for (let second = first + 1; second < end; second++) {
        const b = members[second] ?? 0;
        if (value(a) > value(b + 2) || value(b) > value(a + 2) || value(a + 1) > value(b + 3) || value(b + 1) > value(a + 3)) continue;
        const column = columnAt(grid, Math.max(value(a), value(b)));
        if (rowAt(grid, Math.max(value(a + 1), value(b + 1))) * grid.side + column !== cell) continue;
        if (++pairs > MOST_PAIRS || (doMeet(edges, rises, a, b) && ++crossings > mostCrossings)) return true;
      }
    }
  }
  return false;
}

/**
 * Whether two edges whose boxes overlap meet elsewhere than at an end of both. Edges with the same two ends do not count: neighbours have them.
 * Rounding decides about edges that nearly touch.
 */
function doMeet(boxes: Float64Array, rises: Uint8Array, a: number, b: number): boolean {
  const aY = a + (rises[a >> 2] ? 1 : 3);
  const bY = b + (rises[b >> 2] ? 1 : 3);
  // Each edge runs from west to east.
  const [ax, ay, aToX, aToY] = [boxes[a] ?? 0, boxes[aY] ?? 0, boxes[a + 2] ?? 0, boxes[a + a + 4 - aY] ?? 0];
  const [bx, by, bToX, bToY] = [boxes[b] ?? 0, boxes[bY] ?? 0, boxes[b + 2] ?? 0, boxes[b + b + 4 - bY] ?? 0];
  const from = (aToX - ax) * (by - ay) - (aToY - ay) * (bx - ax);
  const to = (aToX - ax) * (bToY - ay) - (aToY - ay) * (bToX - ax);
  if ((from > 0 && to > 0) || (from < 0 && to < 0)) return false;
  const back = (bToX - bx) * (ay - by) - (bToY - by) * (ax - bx);
  const forth = (bToX - bx) * (aToY - by) - (bToY - by) * (aToX - bx);
  if ((back > 0 && forth > 0) || (back < 0 && forth < 0)) return false;
  const isSame = (x: number, y: number, otherX: number, otherY: number) => x === otherX && y === otherY;
  const isOneStart = isSame(ax, ay, bx, by);
  const isOneEnd = isSame(aToX, aToY, bToX, bToY);
  if (isOneStart || isOneEnd) return isOneStart !== isOneEnd && from === 0 && to === 0;
  // Two parts of one straight line, from west to east, or one under the other.
  return !isSame(aToX, aToY, bx, by) && !isSame(ax, ay, bToX, bToY);
}

interface Grid {
  west: number;
  south: number;
  /** Size of a cell. */
  width: number;
  height: number;
  /** Cells in a row, and rows. */
  side: number;
}

/** The finest grid whose cells the edges do not cover too often. */
function gridOf(edges: Float64Array): Grid {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < edges.length; at += 4) {
    west = Math.min(west, edges[at] ?? west);
    south = Math.min(south, edges[at + 1] ?? south);
    east = Math.max(east, edges[at + 2] ?? east);
    north = Math.max(north, edges[at + 3] ?? north);
  }
  const count = edges.length / 4;
  const ofSide = (side: number): Grid => ({ west, south, width: (east - west) / side || 1, height: (north - south) / side || 1, side });
  let grid = ofSide(Math.min(MOST_CELLS_A_SIDE, Math.ceil(Math.sqrt(count))));
  while (grid.side > 1 && coveredCells(edges, grid) > CELLS_AN_EDGE * count) grid = ofSide(grid.side >> 1);
  return grid;
}

const columnAt = ({ west, width, side }: Grid, x: number) => Math.min(side - 1, Math.floor((x - west) / width));
const rowAt = ({ south, height, side }: Grid, y: number) => Math.min(side - 1, Math.floor((y - south) / height));

/** The cells that an edge covers. */
function covered(edges: Float64Array, at: number, grid: Grid) {
  const [west = 0, south = 0, east = 0, north = 0] = [edges[at], edges[at + 1], edges[at + 2], edges[at + 3]];
  return { left: columnAt(grid, west), bottom: rowAt(grid, south), right: columnAt(grid, east), top: rowAt(grid, north) };
}

function coveredCells(edges: Float64Array, grid: Grid): number {
  let cells = 0;
  for (let at = 0; at < edges.length; at += 4) {
    const { left, bottom, right, top } = covered(edges, at, grid);
    cells += (right - left + 1) * (top - bottom + 1);
  }
  return cells;
}

/** @param visit gets a cell and the place of an edge that covers it */
function forEachCell(edges: Float64Array, grid: Grid, visit: (cell: number, edge: number) => void): void {
  for (let at = 0; at < edges.length; at += 4) {
    const { left, bottom, right, top } = covered(edges, at, grid);
    for (let row = bottom; row <= top; row++) for (let column = left; column <= right; column++) visit(row * grid.side + column, at);
  }
}
