import type { Geometry } from "@archipel/geo/geojson.ts";
import PreparedGeometryFactory from "jsts/org/locationtech/jts/geom/prep/PreparedGeometryFactory.js";
import { bufferOf, type JtsGeometry, toJts } from "./jts.ts";
import type { Plane } from "./plane.ts";

/** The territory that shapes must not leave. */
export interface Emprise {
  covers(shape: JtsGeometry): boolean;
}

/** How far shapes may stick out of a territory, in metres: its edge is never drawn twice alike. */
const TOLERANCE = 10;

/** @param territory area in degrees */
export function empriseOf(territory: Geometry, plane: Plane): Emprise {
  const moved = plane.projector?.fromDegrees(territory) ?? territory;
  const prepared = PreparedGeometryFactory.prepare(bufferOf(toJts(moved), TOLERANCE));
  return { covers: (shape) => Boolean(prepared.covers(shape)) };
}
