import type { Bbox } from "./bbox.ts";

/**
 * Spherical web mercator (EPSG:3857): x = R·λ, y = R·ln(tan(π/4 + φ/2)), R = 6,378,137 m.
 * Source: EPSG method 1024, "Popular Visualisation Pseudo Mercator".
 */
export const EARTH_RADIUS_METRES = 6_378_137;

/** Half the side of the square world of web mercator, in metres: π·R. */
export const HALF_WORLD_METRES = Math.PI * EARTH_RADIUS_METRES;

/** The latitude where that square ends, in degrees: atan(sinh(π)). */
export const MAX_MERCATOR_LATITUDE = (Math.atan(Math.sinh(Math.PI)) * 180) / Math.PI;

const DEGREES = Math.PI / 180;

/** Degrees to metres of web mercator. Latitudes beyond the square are clamped to its edge. */
export function lonLatToMercator(lon: number, lat: number): [x3857: number, y3857: number] {
  const held = Math.max(-MAX_MERCATOR_LATITUDE, Math.min(MAX_MERCATOR_LATITUDE, lat));
  return [lon * DEGREES * EARTH_RADIUS_METRES, Math.log(Math.tan(Math.PI / 4 + (held * DEGREES) / 2)) * EARTH_RADIUS_METRES];
}

/** Metres of web mercator to degrees. */
export function mercatorToLonLat(x3857: number, y3857: number): [lon: number, lat: number] {
  return [x3857 / EARTH_RADIUS_METRES / DEGREES, Math.atan(Math.sinh(y3857 / EARTH_RADIUS_METRES)) / DEGREES];
}

/** A box of degrees as a box of web mercator metres. */
export function bboxToMercator(box: Bbox): Bbox {
  return [...lonLatToMercator(box[0], box[1]), ...lonLatToMercator(box[2], box[3])];
}

/** A box of web mercator metres as a box of degrees. */
export function bboxFromMercator(box3857: Bbox): Bbox {
  return [...mercatorToLonLat(box3857[0], box3857[1]), ...mercatorToLonLat(box3857[2], box3857[3])];
}
