/** West, south, east, north. Degrees of longitude and latitude (CRS84) unless a name says otherwise. */
export type Bbox = [west: number, south: number, east: number, north: number];

/** The whole earth, in degrees. */
export const WORLD: Bbox = [-180, -90, 180, 90];

/** The smallest box around two boxes. */
export function unionBbox(a: Bbox, b: Bbox): Bbox {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** The smallest box around any number of boxes; null without boxes. */
export function unionAll(boxes: Iterable<Bbox>): Bbox | null {
  let union: Bbox | null = null;
  for (const box of boxes) union = union ? unionBbox(union, box) : box;
  return union;
}

/** The smallest box around positions, in their own units; heights are ignored. Without positions, its sides are infinite. */
export function bboxAround(positions: readonly (readonly number[])[]): Bbox {
  const box: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = Number.NaN, y = Number.NaN] of positions) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Do the boxes share at least a point? Touching edges count. */
export function bboxesIntersect(a: Bbox, b: Bbox): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** Is `inner` completely inside `outer`? Touching edges count as inside. */
export function bboxContains(outer: Bbox, inner: Bbox): boolean {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

/** The part of `box` inside `limits`; null when they do not overlap. */
export function clampBbox(box: Bbox, limits: Bbox): Bbox | null {
  if (!bboxesIntersect(box, limits)) return null;
  return [Math.max(box[0], limits[0]), Math.max(box[1], limits[1]), Math.min(box[2], limits[2]), Math.min(box[3], limits[3])];
}

/** Grows every side by a share of the box's own width and height; a negative share shrinks it. */
export function growBbox(box: Bbox, share: number): Bbox {
  const dx = (box[2] - box[0]) * share;
  const dy = (box[3] - box[1]) * share;
  return [box[0] - dx, box[1] - dy, box[2] + dx, box[3] + dy];
}

/** The middle of a box. */
export function bboxCentre(box: Bbox): [lon: number, lat: number] {
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

/** A box as the database stores it: four numbers. An empty array means null. */
export function storedBbox(values: readonly number[]): Bbox | null {
  const [west, south, east, north] = values;
  if (values.length !== 4 || west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return [west, south, east, north];
}

/** Whether untrusted input is four finite numbers, in order, within the degrees of the earth. */
export function isLonLatBbox(value: unknown): value is Bbox {
  if (!Array.isArray(value) || value.length !== 4 || !value.every((part) => Number.isFinite(part))) return false;
  const [west, south, east, north] = value as Bbox;
  return west <= east && south <= north && west >= -180 && east <= 180 && south >= -90 && north <= 90;
}
