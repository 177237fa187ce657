import geographic from "geographiclib-geodesic";

/** Degrees. */
export type LonLat = readonly [lon: number, lat: number];

const { Geodesic } = geographic;
const WGS84 = Geodesic.WGS84;

/** A geodesic between two places. */
export interface Leg {
  readonly metres: number;
  /** Degrees clockwise from true north at the start, 0 to 360. 0 when both places are the same. */
  readonly azimuth: number;
}

/** The shortest way on the WGS 84 ellipsoid (Karney 2013, "Algorithms for geodesics": exact to 15 nanometres). */
export function legBetween([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): Leg {
  const { s12 = 0, azi1 = 0 } = WGS84.Inverse(lat1, lon1, lat2, lon2);
  return { metres: s12, azimuth: s12 === 0 ? 0 : (azi1 + 360) % 360 };
}

/** The legs of a line, one fewer than its places. */
export function legsOf(line: readonly LonLat[]): Leg[] {
  return line.slice(1).map((to, index) => legBetween(line[index] as LonLat, to));
}

/** The length of a line in metres. */
export function lengthOf(line: readonly LonLat[]): number {
  return legsOf(line).reduce((sum, { metres }) => sum + metres, 0);
}

/** The area in square metres and the perimeter in metres of a ring whose sides are geodesics; the first place is not repeated at the end. */
export function surfaceOf(ring: readonly LonLat[]): { readonly area: number; readonly perimeter: number } {
  const polygon = WGS84.Polygon(false);
  for (const [lon, lat] of ring) polygon.AddPoint(lat, lon);
  // Signed: the direction of the ring is free.
  const { area = 0, perimeter } = polygon.Compute(false, true);
  return { area: Math.abs(area), perimeter };
}

/** A place of a line, and how far along the line it is. */
export interface Station {
  readonly place: LonLat;
  readonly metres: number;
}

/**
 * Places at equal distances along a line, its ends included.
 *
 * @param line at least two places
 * @param count at least 2
 */
export function stationsAlong(line: readonly LonLat[], count: number): Station[] {
  const [start = [0, 0] as const] = line;
  const legs = legsOf(line);
  const total = legs.reduce((sum, { metres }) => sum + metres, 0);
  const stations: Station[] = [];
  let index = 0;
  let passed = 0;
  let way = wayOf(line, 0);
  for (let at = 0; at < count; at++) {
    const metres = (total * at) / (count - 1);
    while (index < legs.length - 1 && metres > passed + (legs[index]?.metres ?? 0)) {
      passed += legs[index++]?.metres ?? 0;
      way = wayOf(line, index);
    }
    const { lat2 = start[1], lon2 = start[0] } = way.Position(metres - passed);
    stations.push({ place: [lon2, lat2], metres });
  }
  return stations;
}

function wayOf(line: readonly LonLat[], index: number) {
  const [lon1, lat1] = line[index] ?? [0, 0];
  const [lon2, lat2] = line[index + 1] ?? [lon1, lat1];
  return WGS84.InverseLine(lat1, lon1, lat2, lon2);
}
