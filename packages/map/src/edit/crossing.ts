import type { Position } from "geojson";

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
