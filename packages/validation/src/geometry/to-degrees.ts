import type { Bbox } from "@archipel/geo/bbox.ts";
import { canonicalSrid } from "@archipel/geo/crs.ts";
import { type Geometry, geometryBbox, mapPositions, type Position } from "@archipel/geo/geojson.ts";
import { projections } from "@archipel/geo/projections.ts";
import proj4 from "proj4";

/** Converts geometries between a CRS and degrees (longitude first). */
export interface Projector {
  toDegrees(geometry: Geometry): Geometry;
  fromDegrees(geometry: Geometry): Geometry;
}

const kept = new Map<number, Projector | null>();

/** The projector of a CRS; null when the CRS is unknown. Heights are dropped. */
export function projectorOf(srid: number | null): Projector | null {
  if (srid === null) return null;
  const code = canonicalSrid(srid);
  const known = kept.get(code);
  if (known !== undefined) return known;
  const made = makeProjector(code);
  kept.set(code, made);
  return made;
}

function makeProjector(srid: number): Projector | null {
  const flat = (geometry: Geometry) => mapPositions(geometry, ([x, y]) => [x, y]);
  if (srid === 4326) return { toDegrees: flat, fromDegrees: flat };
  const definition = projections.get(srid);
  if (!definition) return null;
  const converter = proj4(definition);
  const move = (geometry: Geometry, direction: (position: [number, number]) => number[]) =>
    mapPositions(geometry, ([x, y]): Position => {
      const [lon = Number.NaN, lat = Number.NaN] = direction([x, y]);
      return [lon, lat];
    });
  return {
    toDegrees: (geometry) => move(geometry, (position) => converter.inverse(position)),
    fromDegrees: (geometry) => move(geometry, (position) => converter.forward(position)),
  };
}

const DECIMALS = 1e7;

/** Converts a bounding box to degrees, rounded to a centimetre; null when the CRS is unknown or the box is not finite. */
export function boxInDegrees(box: Bbox | null, projector: Projector | null): Bbox | null {
  if (!projector || !box?.every(Number.isFinite)) return null;
  const [west, south, east, north] = box;
  // The corners are precise enough for a box that is only shown; converting every vertex would cost too much.
  const corners = projector.toDegrees({
    type: "MultiPoint",
    coordinates: [
      [west, south],
      [west, north],
      [east, south],
      [east, north],
    ],
  });
  const moved = geometryBbox(corners);
  return moved?.every(Number.isFinite) ? (moved.map((value) => Math.round(value * DECIMALS) / DECIMALS) as Bbox) : null;
}
