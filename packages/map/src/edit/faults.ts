import type { Geometry, Position } from "geojson";
import { isSame, withoutRepeats } from "./align.ts";
import { piecesOf } from "./pieces.ts";
import { segmentsOf } from "./segments.ts";

type Segment = readonly [a: Position, b: Position, piece: number, index: number, last: number];

/** More faults would not help anyone. */
const MAX_FAULTS = 50;

/** Positions where lines of an area cross or its ring touches itself, which make the area invalid. Lines may cross themselves. */
export function faultsOf(geometry: Geometry | null): Position[] {
  const rings = piecesOf(geometry).flatMap(({ geometry: shape }, piece): Segment[] => {
    if (shape.type !== "Polygon") return [];
    // While a person draws, the ring contains corners twice.
    const ring = withoutRepeats(shape.coordinates[0] ?? []);
    return segmentsOf(ring).map(([a, b], index): Segment => [a, b, piece, index, ring.length - 2]);
  });
  // Swept from west to east: only segments whose extents overlap are compared.
  const sorted = rings.toSorted((one, two) => west(one) - west(two));
  const found: Position[] = [];
  for (const [place, one] of sorted.entries()) {
    for (let next = place + 1; next < sorted.length; next++) {
      const two = sorted[next];
      if (!two || west(two) > east(one)) break;
      if (areNeighbours(one, two)) continue;
      const at = crossing(one[0], one[1], two[0], two[1]);
      if (at && !found.some((known) => isSame(known, at))) found.push(at);
      if (found.length >= MAX_FAULTS) return found;
    }
  }
  return found;
}

const west = ([a, b]: Segment) => Math.min(a[0] ?? 0, b[0] ?? 0);
const east = ([a, b]: Segment) => Math.max(a[0] ?? 0, b[0] ?? 0);

function areNeighbours([, , piece, index, last]: Segment, [, , otherPiece, otherIndex]: Segment): boolean {
  if (piece !== otherPiece) return false;
  const apart = Math.abs(index - otherIndex);
  return apart <= 1 || apart === last;
}

/** The position where two segments meet, ends included; undefined when they do not meet, or overlap in a line. */
export function crossing(a: Position, b: Position, c: Position, d: Position): Position | undefined {
  const share = shareOfCrossing(a, b, c, d);
  if (share === undefined) return undefined;
  const [ax = 0, ay = 0] = a;
  const [bx = 0, by = 0] = b;
  return [ax + share * (bx - ax), ay + share * (by - ay)];
}

/** The share of a–b, 0…1, at which it meets c–d. */
export function shareOfCrossing(a: Position, b: Position, c: Position, d: Position): number | undefined {
  const [ax = 0, ay = 0] = a;
  const [bx = 0, by = 0] = b;
  const [cx = 0, cy = 0] = c;
  const [dx = 0, dy = 0] = d;
  const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (turn === 0) return undefined;
  const along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
  const across = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn;
  return along >= 0 && along <= 1 && across >= 0 && across <= 1 ? along : undefined;
}
