const METRES_PER_DEGREE = 111_320;

/** The diagonal of a box around a place, in degrees, to frame the map. */
export function bufferDegrees({ lon, lat }: { readonly lon: number; readonly lat: number }, metres: number) {
  const dLat = metres / METRES_PER_DEGREE;
  const dLon = dLat / Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  return {
    type: "LineString",
    coordinates: [
      [lon - dLon, lat - dLat],
      [lon + dLon, lat + dLat],
    ],
  };
}
