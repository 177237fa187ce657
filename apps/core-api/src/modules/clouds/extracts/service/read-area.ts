import type { ExtractArea } from "@archipel/contracts/cloud-extracts.ts";
import { Area, AreaError, type Rings } from "@archipel/pointcloud/clip/area.ts";
import { projectRings } from "@archipel/pointcloud/clip/project-rings.ts";
import { projectorOf } from "@archipel/validation/geometry/to-degrees.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";

/** Positions that are brought from degrees, at most: a tenth of a second. */
const MOST_MOVES = 60_000;

/** An area in the CRS of a layer. */
export interface ReadArea {
  area: Area;
  polygons: Rings[];
}

/**
 * The area of a request in the CRS of the layer. It is a polygon already (`polygonFault`).
 *
 * @throws DomainError `extract-area-…`
 */
export function readArea({ geometry, srid }: ExtractArea, layerSrid: number): ReadArea {
  const polygons: Rings[] = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  for (const ring of polygons.flat()) {
    const [first, last] = [ring[0], ring.at(-1)];
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) throw refused("extract-area-open");
  }
  try {
    const placed = srid === layerSrid ? polygons : fromDegrees(polygons, srid, layerSrid);
    return { area: new Area(placed), polygons: placed };
  } catch (error) {
    if (!(error instanceof AreaError)) throw error;
    throw refused(
      error.code === "area-empty"
        ? "extract-area-empty"
        : error.code === "area-too-large"
          ? "extract-area-corners"
          : "extract-area-outside",
    );
  }
}

function fromDegrees(polygons: readonly Rings[], srid: number, layerSrid: number): Rings[] {
  if (srid !== 4326) throw refused("extract-area-crs", { srid, layer: layerSrid });
  const projector = projectorOf(layerSrid);
  if (!projector) throw refused("extract-crs-unknown", { layer: layerSrid });
  let [west, east] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [lon = 0, lat = 0] of polygons.flat(2)) {
    if (Math.abs(lon) > 180 || Math.abs(lat) > 90) throw refused("extract-area-degrees", { lon, lat });
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
  }
  // Across the antimeridian, the ring would run around the rest of the world.
  if (east - west > 180) throw refused("extract-area-antimeridian");
  let moves = 0;
  const move = (x: number, y: number) => {
    // Long sides become many short ones: thousands of sides across a country would keep the process busy.
    if (++moves > MOST_MOVES) throw new AreaError("area-too-large", `more than ${MOST_MOVES} positions`);
    const moved = projector.fromDegrees({ type: "Point", coordinates: [x, y] });
    return moved.type === "Point" ? moved.coordinates : [Number.NaN, Number.NaN];
  };
  return projectRings(polygons, move);
}

export function refused(code: string, params: Record<string, string | number> = {}): DomainError {
  return new DomainError("invalid", code, params, "area");
}
