import { EdgeList, turn } from "./edge-list.ts";
import type { RingList } from "./ring-list.ts";

/** Each round splits the edges that cross, at whole positions; those bends can make new crossings, which get rarer. Two or three rounds are usual. */
const MAX_ROUNDS = 16;
/** Most edges after the splits, for each edge before, and for any shape. */
const MAX_GROWTH = 3;
const MIN_GROWN = 10_000;

/** Edges that meet only at their ends, with what they are part of: 1 for a shell, 2 for a hole. They run opposite ways. */
export interface NodedEdges {
  edges: EdgeList;
  parts: Int8Array;
}

/** The edges of a round: 1 in `fresh` for those that the round before made, since only they can meet others. */
interface Round extends NodedEdges {
  fresh: Uint8Array;
}

/**
 * Splits the edges of rings where they meet: iterated snap rounding (as in D. Halperin and E. Packer, Iterated snap rounding, 2002, without its
 * grid of pixels). An edge moves by less than a unit, and only where it meets another. Null when that does not come to an end.
 */
export function nodeEdges(rings: RingList): NodedEdges | null {
  let noded = edgesOf(rings);
  const limit = Math.max(MIN_GROWN, noded.edges.length * MAX_GROWTH);
  for (let round = 0; round < MAX_ROUNDS && noded.edges.length <= limit; round++) {
    const splits = findSplits(noded, limit);
    if (splits === null) return null;
    if (splits.length === 0) return noded;
    noded = splitAll(noded, splits);
  }
  return null;
}

function edgesOf({ x, y, starts, holes, length, positions }: RingList): Round {
  const edges = new EdgeList(positions);
  const parts = new Int8Array(positions);
  for (let ring = 0; ring < length; ring++) {
    const isHole = holes[ring] === 1;
    const start = starts[ring] as number;
    const end = starts[ring + 1] as number;
    const before = edges.length;
    for (let at = start, from = end - 1; at < end; from = at++) {
      const [ax, ay, bx, by] = [x[from] as number, y[from] as number, x[at] as number, y[at] as number];
      if (ax !== bx || ay !== by) edges.push(ax, ay, bx, by);
    }
    parts.fill(isHole ? 2 : 1, before, edges.length);
  }
  return { edges, parts, fresh: new Uint8Array(positions).fill(1) };
}

interface Split {
  edge: number;
  x: number;
  y: number;
  /** How far along the edge. */
  along: number;
}

function findSplits({ edges, fresh }: Round, limit: number): Split[] | null {
  const { ax, ay, bx, by } = edges;
  const splits: Split[] = [];
  const split = (edge: number, x: number, y: number) => {
    const px = ax[edge] as number;
    const py = ay[edge] as number;
    const qx = bx[edge] as number;
    const qy = by[edge] as number;
    if ((x === px && y === py) || (x === qx && y === qy)) return;
    splits.push({ edge, x, y, along: (x - px) * (qx - px) + (y - py) * (qy - py) });
  };
  const isOn = (edge: number, x: number, y: number) =>
    Math.min(ax[edge] as number, bx[edge] as number) <= x &&
    x <= Math.max(ax[edge] as number, bx[edge] as number) &&
    Math.min(ay[edge] as number, by[edge] as number) <= y &&
    y <= Math.max(ay[edge] as number, by[edge] as number);

  const search = edges.eachMeeting((first, second) => {
    if (fresh[first] === 0 && fresh[second] === 0) return false;
    const px = ax[first] as number;
    const py = ay[first] as number;
    const qx = bx[first] as number;
    const qy = by[first] as number;
    const rx = ax[second] as number;
    const ry = ay[second] as number;
    const sx = bx[second] as number;
    const sy = by[second] as number;
    const r = turn(px, py, qx, qy, rx, ry);
    const s = turn(px, py, qx, qy, sx, sy);
    if (r * s > 0) return false;
    const p = turn(rx, ry, sx, sy, px, py);
    const q = turn(rx, ry, sx, sy, qx, qy);
    if (p * q > 0) return false;
    if (r * s < 0 && p * q < 0) {
      const x = Math.round(px + ((qx - px) * p) / (p - q));
      const y = Math.round(py + ((qy - py) * p) / (p - q));
      split(first, x, y);
      split(second, x, y);
    } else {
      if (r === 0 && isOn(first, rx, ry)) split(first, rx, ry);
      if (s === 0 && isOn(first, sx, sy)) split(first, sx, sy);
      if (p === 0 && isOn(second, px, py)) split(second, px, py);
      if (q === 0 && isOn(second, qx, qy)) split(second, qx, qy);
    }
    return splits.length > limit;
  });
  return search === "done" ? splits : null;
}

function splitAll({ edges: from, parts: fromParts }: Round, splits: Split[]): Round {
  splits.sort((a, b) => a.edge - b.edge || a.along - b.along);
  const edges = new EdgeList(from.length + splits.length);
  const parts = new Int8Array(from.length + splits.length);
  const fresh = new Uint8Array(from.length + splits.length);
  let next = 0;
  for (let edge = 0; edge < from.length; edge++) {
    let x = from.ax[edge] as number;
    let y = from.ay[edge] as number;
    const isSplit = splits[next]?.edge === edge ? 1 : 0;
    const add = (toX: number, toY: number) => {
      if (toX === x && toY === y) return;
      fresh[edges.length] = isSplit;
      parts[edges.length] = fromParts[edge] as number;
      edges.push(x, y, toX, toY);
      x = toX;
      y = toY;
    };
    for (let split = splits[next]; split?.edge === edge; split = splits[++next]) add(split.x, split.y);
    add(from.bx[edge] as number, from.by[edge] as number);
  }
  return { edges, parts, fresh };
}
