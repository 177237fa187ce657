import { crsOf } from "@archipel/geo/crs.ts";
import { middleOf, onlyRing, turnsOnce } from "@archipel/geo/star-ring.ts";
import { WkbReader } from "@archipel/geo/wkb.ts";

/**
 * Whether a polygon (its bytes, or a reader at its beginning) is certainly valid, also in Web Mercator; false when this quick check cannot tell.
 * After a valid one, the reader is behind it.
 */
type Glance = (wkb: Uint8Array | WkbReader) => boolean;

const never: Glance = () => false;
/** Farther from the equator, the distortion of Web Mercator exceeds the margins below. */
const LATITUDE = 70;
/** Beyond it, a polygon could appear on both sides of the map. */
const LONGITUDE = 179.9;
/** Maximum distance of vertices from the centre: within it, a projection hardly distorts. Degrees, metres. */
const NEAR = { degree: 0.05, metre: 5_000 };

/**
 * Spares PostGIS the validity check of most polygons (parcels, houses): one ring that turns around its centre once, always in the same
 * direction, by clear steps, of which distortion takes less than half. It cannot touch itself. PostGIS checks everything else.
 */
export function glanceIn(srid: number): Glance {
  const crs = crsOf(srid);
  if (!crs) return never;
  const [west, south, east, north] = crs.domain;
  const isDegrees = crs.unit === "degree";
  if (!isDegrees && (south < -LATITUDE || north > LATITUDE || west < -LONGITUDE || east > LONGITUDE || west >= east)) return never;
  const [x0, y0, x1, y1] = isDegrees ? [-LONGITUDE, -LATITUDE, LONGITUDE, LATITUDE] : crs.bounds;
  const near = isDegrees ? NEAR.degree : NEAR.metre;
  return (wkb) => {
    const reader = wkb instanceof WkbReader ? wkb : new WkbReader(wkb);
    const ring = onlyRing(reader);
    if (ring === null) return false;
    reader.take((ring.corners + 1) * ring.step);
    const [x, y] = middleOf(ring);
    return x > x0 && y > y0 && x < x1 && y < y1 && turnsOnce(ring, x, y, near);
  };
}
