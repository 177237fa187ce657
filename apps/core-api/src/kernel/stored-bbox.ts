import type { Bbox } from "@archipel/contracts/place.ts";

/** A bounding box as rows hold it: four numbers, or none when nothing has a place. */
export function bboxOf(stored: readonly number[]): Bbox | null {
  const [west, south, east, north] = stored;
  return west === undefined || south === undefined || east === undefined || north === undefined ? null : [west, south, east, north];
}
