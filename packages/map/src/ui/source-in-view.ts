type Box = readonly [west: number, south: number, east: number, north: number];

/** The bounds and zooms of a source of tiles, where it has any: its TileJSON said them. */
interface Extent {
  readonly bounds?: unknown;
  readonly minzoom?: unknown;
}

/**
 * Whether a source of a map may have something in view.
 *
 * @param source as MapLibre keeps it
 * @param view in degrees; its east may be beyond 180
 */
export function isInView(source: object, [west, south, east, north]: Box, zoom: number): boolean {
  const { bounds, minzoom } = source as Extent;
  if (typeof minzoom === "number" && zoom < minzoom - 1) return false;
  if (!Array.isArray(bounds) || east - west >= 360) return true;
  const [left, bottom, right, top] = bounds.map(Number);
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) return true;
  if (bottom > north || top < south) return false;
  // The view may show another copy of the world.
  return [-360, 0, 360].some((turn) => left + turn <= east && right + turn >= west);
}
