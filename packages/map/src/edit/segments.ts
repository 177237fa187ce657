import type { Position } from "geojson";

/** The segments of a line or ring: each position with the next one. */
export function segmentsOf(line: readonly Position[]): [Position, Position][] {
  const segments: [Position, Position][] = [];
  let before: Position | undefined;
  for (const position of line) {
    if (before) segments.push([before, position]);
    before = position;
  }
  return segments;
}
