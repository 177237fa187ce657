import type { WkbReader } from "./wkb.ts";

/** A closed ring in WKB. */
export interface WkbRing {
  view: DataView;
  /** Byte offset of the first position, bytes per position, and their number without the closing one. */
  start: number;
  step: number;
  corners: number;
}

/** The ring of a little-endian polygon (or multi-polygon of one) without holes; null for anything else. @throws WkbError when it is cut off */
export function onlyRing(reader: WkbReader): WkbRing | null {
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

/** The mean of the corners of a ring. */
export function middleOf({ view, start, step, corners }: WkbRing): [number, number] {
  let [x, y] = [0, 0];
  for (let at = start, end = start + corners * step; at < end; at += step) {
    x += view.getFloat64(at, true);
    y += view.getFloat64(at + 8, true);
  }
  return [x / corners, y / corners];
}

/** Minimum sine of the angle between neighbouring corners, seen from the centre. */
const MARGIN = 0.03;
/** Below this, products lose digits. */
const TINY = 1e-280;

/**
 * Whether a ring turns around a point once, always in the same direction, by clear steps. Such a ring cannot touch itself, also after a
 * projection that distorts it little. Differences of coordinates and their products are rounded by far less than the margin.
 *
 * @param near farthest distance of its corners, along an axis
 */
export function turnsOnce({ view, start, step, corners }: WkbRing, x: number, y: number, near: number): boolean {
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
    if (!(way * cross > 0) || !(cross * cross > MARGIN * MARGIN * (ax * ax + ay * ay) * (bx * bx + by * by) + TINY)) return false;
    if (!(Math.max(Math.abs(bx), Math.abs(by)) < near)) return false;
    // Each step is less than half a turn, so a full turn is complete when the ray towards the east is crossed.
    if (way > 0 ? ay < 0 && by >= 0 : by < 0 && ay >= 0) turns++;
    ax = bx;
    ay = by;
  }
  return turns === 1;
}
