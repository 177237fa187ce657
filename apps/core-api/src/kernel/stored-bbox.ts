import type { Bbox } from "@archipel/contracts/place.ts";

/** A bounding box as rows store it: four numbers, or none when there is no extent. */
export function bboxOf(stored: readonly number[]): Bbox | null {
  const [west, south, east, north] = stored;
  return west === undefined || south === undefined || east === undefined || north === undefined ? null : [west, south, east, north];
}
