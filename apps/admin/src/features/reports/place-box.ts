const METRES_PER_DEGREE = 111_320;

/** A line across a box around a place, in degrees: for framing only. */
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
