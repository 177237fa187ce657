import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { ExtractArea } from "@archipel/contracts/cloud-extracts.ts";
import { sridOfName } from "@archipel/geo/crs-names.ts";
import { type Geometry, geometryBbox, isFeature, isGeometry } from "@archipel/geo/geojson.ts";
import { Area, AreaError, MOST_VERTICES, type Rings } from "@archipel/pointcloud/clip/area.ts";
import { projectRings } from "@archipel/pointcloud/clip/project-rings.ts";
import { type Projector, projectorOf } from "@archipel/validation/geometry/to-degrees.ts";
import { UsageError } from "../usage-error.ts";
import type { OpenedCloud } from "./sources.ts";

/** Degrees that a longitude and a latitude can have. */
const WORLD = [-180, -90, 180, 90] as const;

/**
 * Reads an area for clouds of one CRS. A file without a member `crs` is in longitude and latitude if its coordinates can be, as RFC 7946 says;
 * else in the CRS of the clouds.
 *
 * @throws UsageError when the file is not GeoJSON, has no polygon, or is in a CRS that is not known
 */
export async function readArea(path: string, [first]: readonly OpenedCloud[]): Promise<Area> {
  const text = await readFile(path, "utf8");
  const { geometries, crs } = parse(text, path);
  const polygons = geometries.flatMap(polygonsOf);
  const srid = first?.srid ?? null;
  try {
    const stated = crs === null ? null : sridOfName(crs);
    if (crs !== null && stated === null) throw new UsageError("area-crs-unknown", { path, crs });
    if (stated === null ? !isInDegrees(geometries) || isCloudInDegrees(first) : stated === srid) return new Area(polygons);
    const [from, to] = [stated === null ? null : projectorOf(stated), projectorOf(srid)];
    if (stated !== null && !from) throw new UsageError("area-crs-unknown", { path, crs: crs ?? "" });
    if (!to) throw new UsageError("area-needs-crs", { path, cloud: basename(first?.path ?? "") });
    return new Area(projectRings(polygons, (x, y) => moved(to.fromDegrees, from ? moved(from.toDegrees, [x, y]) : [x, y])));
  } catch (error) {
    if (!(error instanceof AreaError)) throw error;
    throw new UsageError(error.code, { path, most: MOST_VERTICES });
  }
}

/**
 * Reads an area for a server, which knows the CRS of its layer: in degrees, or in the CRS that the file states.
 *
 * @throws UsageError as `readArea`, and when neither degrees nor a CRS say where it is
 */
export async function areaForServer(path: string): Promise<ExtractArea> {
  const text = await readFile(path, "utf8");
  const { geometries, crs } = parse(text, path);
  const coordinates = geometries
    .flatMap(polygonsOf)
    .map((rings) => rings.map((ring) => ring.map(([x = Number.NaN, y = Number.NaN]): [number, number] => [x, y])));
  if (coordinates.length === 0) throw new UsageError("area-empty", { path, most: MOST_VERTICES });
  const stated = crs === null ? null : sridOfName(crs);
  if (crs !== null && stated === null) throw new UsageError("area-crs-unknown", { path, crs });
  if (stated === null && !isInDegrees(geometries)) throw new UsageError("area-crs-missing", { path });
  return { geometry: { type: "MultiPolygon", coordinates }, srid: stated ?? 4326 };
}

function parse(text: string, path: string): { geometries: Geometry[]; crs: string | null } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError("area-unreadable", { path, detail: error instanceof Error ? error.message : String(error) });
  }
  const document = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const features = document.type === "FeatureCollection" && Array.isArray(document.features) ? document.features : [value];
  const geometries = features.map((feature) => (isFeature(feature) ? feature.geometry : isGeometry(feature) ? feature : undefined));
  if (geometries.includes(undefined)) throw new UsageError("area-unreadable", { path, detail: "type, geometry, coordinates" });
  const named = document.crs as { properties?: { name?: unknown } } | null | undefined;
  const name = named?.properties?.name;
  return {
    geometries: geometries.filter((geometry) => geometry !== null && geometry !== undefined),
    crs: typeof name === "string" ? name : null,
  };
}

function polygonsOf(geometry: Geometry): Rings[] {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  if (geometry.type === "MultiPolygon") return geometry.coordinates;
  return geometry.type === "GeometryCollection" ? geometry.geometries.flatMap(polygonsOf) : [];
}

function isInDegrees(geometries: readonly Geometry[]): boolean {
  return geometries.every((geometry) => {
    const [west, south, east, north] = geometryBbox(geometry) ?? WORLD;
    return west >= WORLD[0] && south >= WORLD[1] && east <= WORLD[2] && north <= WORLD[3];
  });
}

/** A cloud in degrees, or in a local system around its origin: the coordinates of the area are the cloud's. */
function isCloudInDegrees(source: OpenedCloud | undefined): boolean {
  if (!source) return false;
  const { min, max } = source.cloud.header;
  return min[0] >= WORLD[0] && min[1] >= WORLD[1] && max[0] <= WORLD[2] && max[1] <= WORLD[3];
}

function moved(move: Projector["toDegrees"], [x = Number.NaN, y = Number.NaN]: readonly number[]): readonly number[] {
  const point = move({ type: "Point", coordinates: [x, y] });
  return point.type === "Point" ? point.coordinates : [Number.NaN, Number.NaN];
}
