import { crsOf } from "@archipel/geo/crs.ts";
import { WkbReader } from "@archipel/geo/wkb.ts";

/** Whether a polygon is certainly valid, also in Web Mercator; false when this quick check cannot tell. */
type Glance = (wkb: Uint8Array) => boolean;

const never: Glance = () => false;
/** Farther from the equator, the distortion of Web Mercator exceeds the margins below. */
const LATITUDE = 70;
/** Beyond it, a polygon could appear on both sides of the map. */
const LONGITUDE = 179.9;
/** Maximum distance of vertices from the centre: within it, a projection hardly distorts. Degrees, metres. */
const NEAR = { degree: 0.05, metre: 5_000 };
/** Minimum sine of the angle between neighbouring vertices, seen from the centre. Distortion takes less than half of it. */
const MARGIN = 0.03;

/**
 * Spares PostGIS the validity check of most polygons (parcels, houses): one ring that turns around its centre once, always in the same
 * direction, by clear steps. It cannot touch itself. PostGIS checks everything else.
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
    const ring = onlyRing(wkb);
    if (ring === null) return false;
    const [x, y] = middleOf(ring);
    return x > x0 && y > y0 && x < x1 && y < y1 && turnsOnce(ring, x, y, near);
  };
}

interface Ring {
  view: DataView;
  /** Byte offset of the first position, bytes per position, and their number without the closing one. */
  start: number;
  step: number;
  corners: number;
}

/** The ring of a little-endian polygon (or multi-polygon of one) without holes; null for anything else. */
function onlyRing(wkb: Uint8Array): Ring | null {
  const reader = new WkbReader(wkb);
  let header = reader.header();
  if (header.code === 6 && header.littleEndian && reader.uint32(true) === 1) header = reader.header();
  if (header.code !== 3 || !header.littleEndian || reader.uint32(true) !== 1) return null;
  const step = 16 + (header.hasZ ? 8 : 0) + (header.hasM ? 8 : 0);
  const corners = reader.count(true, step) - 1;
  if (corners < 3) return null;
  const { view, offset: start } = reader;
  const last = start + corners * step;
  const isClosed =
    view.getFloat64(start, true) === view.getFloat64(last, true) && view.getFloat64(start + 8, true) === view.getFloat64(last + 8, true);
  return isClosed ? { view, start, step, corners } : null;
}

function middleOf({ view, start, step, corners }: Ring): [number, number] {
  let [x, y] = [0, 0];
  for (let at = start, end = start + corners * step; at < end; at += step) {
    x += view.getFloat64(at, true);
    y += view.getFloat64(at + 8, true);
  }
  return [x / corners, y / corners];
}

function turnsOnce({ view, start, step, corners }: Ring, x: number, y: number, near: number): boolean {
  const end = start + corners * step;
  let ax = view.getFloat64(end - step, true) - x;
  let ay = view.getFloat64(end - step + 8, true) - y;
  let [way, turns] = [0, 0];
  for (let at = start; at < end; at += step) {
    const bx = view.getFloat64(at, true) - x;
    const by = view.getFloat64(at + 8, true) - y;
    const cross = ax * by - ay * bx;
    if (way === 0) way = Math.sign(cross);
    // Written so that NaN fails too.
    if (!(way * cross > MARGIN * Math.hypot(ax, ay) * Math.hypot(bx, by)) || !(Math.max(Math.abs(bx), Math.abs(by)) < near)) return false;
    // Each step is less than half a turn, so a full turn is complete when the ray towards the east is crossed.
    if (way > 0 ? ay < 0 && by >= 0 : by < 0 && ay >= 0) turns++;
    [ax, ay] = [bx, by];
  }
  return turns === 1;
}
