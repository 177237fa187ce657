import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { readWkb, WkbError, writeEwkb } from "@archipel/geo/wkb.ts";
import { plainWkb } from "@archipel/geo/wkb-curves.ts";
import type { GeoEncoding } from "./geo-columns.ts";
import { isRecord } from "./geo-columns.ts";

/**
 * A stored geometry as EWKB without SRID, as the other readers give it.
 *
 * @param raw WKB, or the lists and structures of a native encoding
 * @param hasZ false when the file declares that there are no heights; otherwise features without heights get 0
 * @returns null for a missing geometry; the bytes as they are when they are no WKB, which the check reports
 */
export function ewkbOf(raw: unknown, encoding: GeoEncoding, hasZ: boolean): Uint8Array | null {
  if (raw === null || raw === undefined) return null;
  if (encoding !== "WKB") {
    const geometry = nativeGeometry(raw, encoding);
    return geometry && writeEwkb(geometry, null, hasZ);
  }
  if (!(raw instanceof Uint8Array)) return null;
  // Little endian, two dimensions, no SRID: nothing to change.
  if (!hasZ && raw[0] === 1 && raw[1] !== undefined && raw[1] <= 7 && raw[2] === 0 && raw[3] === 0 && raw[4] === 0) return raw;
  try {
    const { ewkb, reshaped } = plainWkb(raw);
    // Arcs, patches and measures are replaced, and counted, where all rows are parsed.
    if (reshaped) return raw;
    const { geometry, hasZ: hasOwn } = readWkb(ewkb);
    return writeEwkb(geometry, null, hasZ || hasOwn);
  } catch (error) {
    if (error instanceof WkbError) return raw;
    throw error;
  }
}

/** The point of two columns with coordinates; null unless both are numbers. */
export function pointOf(values: readonly unknown[], axes: { lon: number; lat: number }, hasZ: boolean): Uint8Array | null {
  const [lon, lat] = [values[axes.lon], values[axes.lat]];
  return typeof lon === "number" && typeof lat === "number" ? writeEwkb({ type: "Point", coordinates: [lon, lat] }, null, hasZ) : null;
}

function nativeGeometry(raw: unknown, encoding: Exclude<GeoEncoding, "WKB">): Geometry | null {
  const position = (at: unknown): Position => {
    const { x, y, z } = isRecord(at) ? at : {};
    return z === undefined
      ? [Number(x ?? Number.NaN), Number(y ?? Number.NaN)]
      : [Number(x ?? Number.NaN), Number(y ?? Number.NaN), Number(z)];
  };
  const list =
    <T>(item: (part: unknown) => T) =>
    (part: unknown): T[] =>
      Array.isArray(part) ? part.map(item) : [];
  const line = list(position);
  const rings = list(line);
  switch (encoding) {
    case "point":
      return isRecord(raw) && typeof raw.x === "number" ? { type: "Point", coordinates: position(raw) } : null;
    case "linestring":
      return { type: "LineString", coordinates: line(raw) };
    case "polygon":
      return { type: "Polygon", coordinates: rings(raw) };
    case "multipoint":
      return { type: "MultiPoint", coordinates: line(raw) };
    case "multilinestring":
      return { type: "MultiLineString", coordinates: rings(raw) };
    case "multipolygon":
      return { type: "MultiPolygon", coordinates: list(rings)(raw) };
  }
}
