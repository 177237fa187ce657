/** The official metric CRS of each territory of France: west, south, east, north in degrees. */
const TERRITORIES: readonly (readonly [crs: number, west: number, south: number, east: number, north: number])[] = [
  [2154, -9.86, 41.15, 10.38, 51.56],
  [5490, -63.66, 14.08, -60, 18.31],
  [2972, -54.61, 2.11, -49.45, 8.88],
  [2975, 55.16, -21.42, 55.91, -20.81],
  [4471, 44.98, -13.05, 45.35, -12.53],
  [4467, -56.7, 46.7, -56.05, 47.2],
];

/** The EPSG code of the CRS in which a place is measured: the official one of its territory, elsewhere its zone of UTM. */
export function metricCrsAt(lon: number, lat: number): number {
  const home = TERRITORIES.find(([, west, south, east, north]) => lon >= west && lon <= east && lat >= south && lat <= north);
  if (home) return home[0];
  const zone = Math.min(60, Math.floor((lon + 180) / 6) + 1);
  return (lat < 0 ? 32_700 : 32_600) + zone;
}
