/**
 * Fictional wells of the Brélandes as GeoJSON with coordinates in Lambert-93 (EPSG:2154). GeoJSON does not allow that and cannot declare it:
 * the most common mistake. The name of one field is reserved.
 */
export function wellsGeojson(count = 40): string {
  const features = Array.from({ length: count }, (_, i) => ({
    type: "Feature",
    properties: { numero: i + 1, nom: `Puits n° ${i + 1} du Chêne`, profondeur_m: 12 + (i % 7) * 3.5, user: "commune" },
    geometry: { type: "Point", coordinates: [62_000.25 + (i % 8) * 900, 6_602_000.5 + Math.floor(i / 8) * 1_100] },
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}
