/** A Lambert conformal conic projection on its ellipsoid, whatever pair of parameters defines it. Lengths in metres, angles in degrees. */
export interface LambertCone {
  semiMajor: number;
  eccentricity: number;
  /** The sine of the latitude where the cone touches or would touch. */
  constant: number;
  /** Radius of the parallels: `radius` times t(latitude) to the power of `constant`. */
  radius: number;
  centralMeridian: number;
  falseEasting: number;
  /** Northing of the apex of the cone. */
  apex: number;
}

interface LambertParameters {
  semiMajor: number;
  inverseFlattening: number;
  /** From Greenwich. */
  centralMeridian: number;
  latitudeOfOrigin: number;
  falseEasting: number;
  falseNorthing: number;
  /** Two latitudes with a scale of 1, or the scale at the latitude of origin. */
  scale: { parallels: readonly [number, number] } | { factor: number };
}

const RADIANS = Math.PI / 180;

/** The cone of the parameters (EPSG guidance note 7-2, methods 9801 and 9802). Both ways to define a cone give the same one. */
export function lambertCone(of: LambertParameters): LambertCone {
  const flattening = 1 / of.inverseFlattening;
  const eccentricity = Math.sqrt(flattening * (2 - flattening));
  const origin = of.latitudeOfOrigin * RADIANS;
  let constant: number;
  let radius: number;
  if ("factor" in of.scale) {
    constant = Math.sin(origin);
    radius = (of.semiMajor * of.scale.factor * m(origin, eccentricity)) / (constant * t(origin, eccentricity) ** constant);
  } else {
    const [first, second] = [of.scale.parallels[0] * RADIANS, of.scale.parallels[1] * RADIANS];
    const isOne = Math.abs(first - second) < 1e-12;
    constant = isOne
      ? Math.sin(first)
      : Math.log(m(first, eccentricity) / m(second, eccentricity)) / Math.log(t(first, eccentricity) / t(second, eccentricity));
    radius = (of.semiMajor * m(first, eccentricity)) / (constant * t(first, eccentricity) ** constant);
  }
  const apex = of.falseNorthing + radius * t(origin, eccentricity) ** constant;
  const { semiMajor, centralMeridian, falseEasting } = of;
  return { semiMajor, eccentricity, constant, radius, centralMeridian, falseEasting, apex };
}

/** The largest distance in metres between the places of the same positions in two projections, within three degrees of their middle. */
export function distanceBetween(a: LambertCone, b: LambertCone): number {
  const middle = Math.asin(a.constant) / RADIANS;
  const positions = [-3, 0, 3].flatMap((dy) => [-3, 3].map((dx) => [a.centralMeridian + dx, middle + dy] as const));
  return Math.max(
    ...positions.map(([lon, lat]) => {
      const [one, other] = [project(a, lon, lat), project(b, lon, lat)];
      return Math.hypot(one[0] - other[0], one[1] - other[1]);
    }),
  );
}

/** RGF93 v1 / Lambert-93 (EPSG:2154). */
export const LAMBERT_93 = lambertCone({
  semiMajor: 6378137,
  inverseFlattening: 298.257222101,
  centralMeridian: 3,
  latitudeOfOrigin: 46.5,
  falseEasting: 700000,
  falseNorthing: 6600000,
  scale: { parallels: [49, 44] },
});

/** Easting and northing in metres of a place in degrees, which must be in the datum of the cone. RGF93 and WGS 84 differ by less than a metre. */
export function project(cone: LambertCone, lon: number, lat: number): [x: number, y: number] {
  const distance = cone.radius * t(lat * RADIANS, cone.eccentricity) ** cone.constant;
  const angle = cone.constant * (lon - cone.centralMeridian) * RADIANS;
  return [cone.falseEasting + distance * Math.sin(angle), cone.apex - distance * Math.cos(angle)];
}

function m(latitude: number, eccentricity: number): number {
  return Math.cos(latitude) / Math.sqrt(1 - (eccentricity * Math.sin(latitude)) ** 2);
}

function t(latitude: number, eccentricity: number): number {
  const sine = eccentricity * Math.sin(latitude);
  return Math.tan(Math.PI / 4 - latitude / 2) / ((1 - sine) / (1 + sine)) ** (eccentricity / 2);
}
