/**
 * The view of a map of ordinary size that shows all of an extent.
 *
 * @param extent west, south, east, north in degrees (EPSG:4326)
 * @returns the centre in degrees, and a zoom for tiles of 512 pixels, 0…16
 */
export function viewAround([west, south, east, north]: readonly [number, number, number, number]): {
  lon: number;
  lat: number;
  zoom: number;
} {
  // A map is wider than high, and a degree of latitude takes more room than one of longitude.
  const span = Math.max(east - west, (north - south) * 2, 0.002);
  const zoom = Math.min(16, Math.max(0, Math.log2(360 / span)));
  // The map's plane ends before the poles.
  const lat = Math.min(85, Math.max(-85, (south + north) / 2));
  return { lon: Math.min(180, Math.max(-180, (west + east) / 2)), lat, zoom: Math.round(zoom * 10) / 10 };
}
