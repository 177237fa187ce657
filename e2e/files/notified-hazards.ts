/**
 * Fictional dangers that the State reported to a municipality, as GeoJSON in WGS 84: two squares of about 800 m, with the fields by which these tables
 * are known. The first one lies around 46.055° N, 2.055° E.
 */
export function notifiedHazards(): string {
  const square = (lon: number, lat: number) => [
    [lon, lat],
    [lon + 0.01, lat],
    [lon + 0.01, lat + 0.01],
    [lon, lat + 0.01],
    [lon, lat],
  ];
  const features = [
    ["Inondation par ruissellement", square(2.05, 46.05)],
    ["Chute de blocs", square(2.07, 46.05)],
  ].map(([hazard, ring]) => ({
    type: "Feature",
    properties: { ALEA: hazard, INSEE: "90001", DATE_PAC: "2024_03_12", LIEN_PAC: "https://www.example.org/pac.pdf" },
    geometry: { type: "Polygon", coordinates: [ring] },
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}
