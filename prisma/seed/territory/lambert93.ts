/**
 * Lambert-93 (EPSG:2154): conformal conic on GRS80, parallels 44° and 49°, origin 3° E 46.5° N, 700,000 / 6,600,000 m.
 * Source of the formulas: J. P. Snyder, Map Projections: A Working Manual, USGS 1395, §15.
 */
const SEMI_MAJOR_METRES = 6378137;
const FLATTENING = 1 / 298.257222101;
const ECCENTRICITY = Math.sqrt(2 * FLATTENING - FLATTENING * FLATTENING);
const ORIGIN_LON = 3;
const FALSE_EAST = 700000;
const FALSE_NORTH = 6600000;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

function parallelScale(lat: number): number {
  const sine = Math.sin(lat);
  return Math.cos(lat) / Math.sqrt(1 - ECCENTRICITY * ECCENTRICITY * sine * sine);
}

function conformal(lat: number): number {
  const sine = ECCENTRICITY * Math.sin(lat);
  return Math.tan(Math.PI / 4 - lat / 2) / ((1 - sine) / (1 + sine)) ** (ECCENTRICITY / 2);
}

const CONE =
  (Math.log(parallelScale(radians(44))) - Math.log(parallelScale(radians(49)))) /
  (Math.log(conformal(radians(44))) - Math.log(conformal(radians(49))));
const SCALE = parallelScale(radians(44)) / (CONE * conformal(radians(44)) ** CONE);
const ORIGIN_RADIUS = SEMI_MAJOR_METRES * SCALE * conformal(radians(46.5)) ** CONE;

/** Longitude and latitude in degrees (EPSG:4326, as RGF93) → east and north in metres (EPSG:2154). */
export function toLambert93(lon: number, lat: number): [number, number] {
  const radius = SEMI_MAJOR_METRES * SCALE * conformal(radians(lat)) ** CONE;
  const angle = CONE * radians(lon - ORIGIN_LON);
  return [FALSE_EAST + radius * Math.sin(angle), FALSE_NORTH + ORIGIN_RADIUS - radius * Math.cos(angle)];
}

/** East and north in metres (EPSG:2154) → longitude and latitude in degrees, to 1e-7 (about a centimetre). */
export function fromLambert93(east: number, north: number): [number, number] {
  const dx = east - FALSE_EAST;
  const dy = ORIGIN_RADIUS - (north - FALSE_NORTH);
  const radius = Math.hypot(dx, dy);
  const target = (radius / (SEMI_MAJOR_METRES * SCALE)) ** (1 / CONE);
  let lat = Math.PI / 2 - 2 * Math.atan(target);
  for (let round = 0; round < 6; round++) {
    const sine = ECCENTRICITY * Math.sin(lat);
    lat = Math.PI / 2 - 2 * Math.atan(target * ((1 - sine) / (1 + sine)) ** (ECCENTRICITY / 2));
  }
  const lon = ORIGIN_LON + (Math.atan2(dx, dy) / CONE) * (180 / Math.PI);
  return [Math.round(lon * 1e7) / 1e7, Math.round(lat * (180 / Math.PI) * 1e7) / 1e7];
}
