import { type Border, dissolve } from "./dissolve.ts";
import { nodeEdges } from "./node-edges.ts";
import { RingList } from "./ring-list.ts";

/** Larger features are not mended, so that one of them cannot hold up the others that are served: 20,000 positions take up to 0.2 s. */
export const MAX_POSITIONS = 20_000;

interface Loop {
  readonly x: number[];
  readonly y: number[];
  length: number;
}

/** A connected piece of the inside: its outer ring, and its holes. */
interface Piece {
  shell: Loop | null;
  holes: Loop[];
}

/** A step along the edge of the inside, which is on its left. */
interface Step {
  x: number;
  y: number;
  toX: number;
  toY: number;
  border: Border;
  piece: Piece | null;
  /** Another step from the same position. */
  sibling: Step | null;
}

/**
 * Makes valid polygons (OGC 06-103r4) of a feature's rings, which may touch, cross or have left their place. Edges are split where they meet,
 * what has more shells than holes around becomes the inside, and its rings are traced again. Null when that fails, or
 * when nothing would be left to see (a hole as large as its shell); then the rings must stay as they are.
 */
export function mendRings(rings: RingList): RingList | null {
  const noded = nodeEdges(rings);
  if (noded === null) return null;
  const result = new RingList(rings.positions);
  for (const { shell, holes } of tracePieces(dissolve(noded))) {
    if (shell === null) return null;
    result.add(shell, false, false);
    for (const hole of holes) result.add(hole, true, false);
  }
  return result.length > 0 ? result : null;
}

const keyOf = (x: number, y: number) => x * 0x4000000 + y;

function tracePieces(borders: readonly Border[]): Piece[] {
  const from = new Map<number, Step>();
  const steps = new Map<Border, Step>();
  for (const border of borders) {
    const { ax, ay, bx, by, isInsideAbove } = border;
    const x = isInsideAbove ? ax : bx;
    const y = isInsideAbove ? ay : by;
    const [toX, toY] = isInsideAbove ? [bx, by] : [ax, ay];
    const key = keyOf(x, y);
    const step: Step = { x, y, toX, toY, border, piece: null, sibling: from.get(key) ?? null };
    from.set(key, step);
    steps.set(border, step);
  }
  const pieces: Piece[] = [];
  for (const first of steps.values()) {
    if (first.piece) continue;
    const piece = pieceOf(first, steps);
    if (piece.shell === null && piece.holes.length === 0) pieces.push(piece);
    trace(first, piece, from);
  }
  return pieces;
}

/**
 * The piece whose edge begins with this step. Borders are in the order of their lower ends, so this one is the first of its cycle: it has the
 * inside above, and begins a piece, or below, and is a hole of the piece that the next border underneath belongs to.
 */
function pieceOf({ border }: Step, steps: ReadonlyMap<Border, Step>): Piece {
  if (border.isInsideBelow) {
    for (let { under } = border; under; { under } = under) {
      const piece = steps.get(under)?.piece;
      if (piece) return piece;
    }
  }
  return { shell: null, holes: [] };
}

/** Walks one cycle along the edge of a piece. Where it comes back to a position, what it walked since is a ring. */
function trace(first: Step, piece: Piece, from: ReadonlyMap<number, Step>): void {
  const path: Step[] = [];
  const places = new Map<number, number>();
  let step = first;
  do {
    step.piece = piece;
    places.set(keyOf(step.x, step.y), path.length);
    path.push(step);
    const place = places.get(keyOf(step.toX, step.toY));
    if (place !== undefined) {
      const walked = path.splice(place);
      for (const { x, y } of walked) places.delete(keyOf(x, y));
      addLoop(walked, piece);
    }
    step = nextOf(step, from);
  } while (step !== first);
}

/** The first step clockwise from where this one came, so that the inside stays on the left. */
function nextOf(step: Step, from: ReadonlyMap<number, Step>): Step {
  let next = from.get(keyOf(step.toX, step.toY)) as Step;
  if (next.sibling === null) return next;
  const back = Math.atan2(step.y - step.toY, step.x - step.toX);
  const clockwise = ({ x, y, toX, toY }: Step) => (back - Math.atan2(toY - y, toX - x) + 4 * Math.PI) % (2 * Math.PI);
  for (let other = next.sibling; other; other = other.sibling as Step) if (clockwise(other) < clockwise(next)) next = other;
  return next;
}

/** Adds a ring, without the positions on its straight edges: the shell when it runs clockwise on screen, else a hole. */
function addLoop(walked: readonly Step[], piece: Piece): void {
  const loop: Loop = { x: [], y: [], length: 0 };
  let area = 0;
  let before = walked.at(-1) as Step;
  for (const step of walked) {
    area += step.x * step.toY - step.toX * step.y;
    const [dx, dy, ex, ey] = [before.toX - before.x, before.toY - before.y, step.toX - step.x, step.toY - step.y];
    if (dx * ey !== dy * ex) {
      loop.x.push(step.x);
      loop.y.push(step.y);
      loop.length++;
    }
    before = step;
  }
  if (area > 0) piece.shell = loop;
  else piece.holes.push(loop);
}
