import { crsOf } from "@archipel/geo/crs.ts";
import { WkbReader } from "@archipel/geo/wkb.ts";

/** Tells of a polygon that it is valid, and stays so in web mercator; false when that is not seen at a glance. */
type Glance = (wkb: Uint8Array) => boolean;

const never: Glance = () => false;
/** Farther from the equator, web mercator bends too much for the margins below. */
const LATITUDE = 70;
/** Beyond, a polygon could come out on both sides of the map. */
const LONGITUDE = 179.9;
/** How far corners may be from the middle: so near, a projection hardly bends. Degrees, metres. */
const NEAR = { degree: 0.05, metre: 5_000 };
/** The sine of the angle between neighbouring corners, seen from the middle, is more than this; bending takes less than half of it. */
const MARGIN = 0.03;

/**
 * Spares PostGIS the proof for what most polygons are (parcels, houses): one ring that turns around its middle once, always the same way,
 * by clear steps. Such a ring cannot touch itself. PostGIS checks everything else.
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
  /** Where the first position is, bytes from one to the next, and how many there are without the last, which closes it. */
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
    // Written so that what is no number fails too.
    if (!(way * cross > MARGIN * Math.hypot(ax, ay) * Math.hypot(bx, by)) || !(Math.max(Math.abs(bx), Math.abs(by)) < near)) return false;
    // Each step is less than half a turn: a turn more is done when the ray towards the east is crossed.
    if (way > 0 ? ay < 0 && by >= 0 : by < 0 && ay >= 0) turns++;
    [ax, ay] = [bx, by];
  }
  return turns === 1;
}
