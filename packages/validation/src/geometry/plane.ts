import { bboxContains } from "@archipel/geo/bbox.ts";
import { canonicalSrid, crsCatalogue, crsOf } from "@archipel/geo/crs.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import type { DeliveryTable } from "../delivery/delivery.ts";
import { type Projector, projectorOf } from "./to-degrees.ts";

/** The metric coordinate system in which the geometries of all tables are measured and compared. */
export interface Plane {
  srid: number;
  projector: Projector | null;
}

/** The plane of a delivery: the first metric CRS among its tables. When all are in degrees, the first metric CRS of the catalogue for their area. */
export function planeOf(tables: readonly DeliveryTable[], fallback: number | undefined): Plane {
  const drawn = tables.filter(({ geometryType }) => geometryType !== null);
  const srids = drawn.map(({ crs }) => crs?.srid ?? fallback ?? null);
  const metric = srids.find((srid) => srid !== null && crsOf(srid)?.unit === "metre" && canonicalSrid(srid) !== 3857);
  const extent = drawn.find((_, index) => crsOf(srids[index] ?? 0)?.unit === "degree")?.extent;
  const local = extent
    ? crsCatalogue.find(({ unit, srid, domain }) => unit === "metre" && srid !== 3857 && bboxContains(domain, extent))
    : null;
  const srid = metric ? canonicalSrid(metric) : (local?.srid ?? 2154);
  return { srid, projector: projectorOf(srid) };
}

/** The conversion of a table's geometries to the plane; null when a CRS is unknown. A conversion drops heights. */
export function toPlane(srid: number | null, plane: Plane): ((geometry: Geometry) => Geometry) | null {
  if (srid === null) return null;
  if (canonicalSrid(srid) === plane.srid) return (geometry) => geometry;
  const from = projectorOf(srid);
  const { projector } = plane;
  if (!from || !projector) return null;
  return (geometry) => projector.fromDegrees(from.toDegrees(geometry));
}
