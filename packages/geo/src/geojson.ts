import type { Bbox } from "./bbox.ts";

/** lon, lat (or x, y of a named CRS) and an optional height. */
export type Position = [number, number] | [number, number, number];

export type PointGeometry = { type: "Point"; coordinates: Position };
export type MultiPointGeometry = { type: "MultiPoint"; coordinates: Position[] };
export type LineStringGeometry = { type: "LineString"; coordinates: Position[] };
export type MultiLineStringGeometry = { type: "MultiLineString"; coordinates: Position[][] };
export type PolygonGeometry = { type: "Polygon"; coordinates: Position[][] };
export type MultiPolygonGeometry = { type: "MultiPolygon"; coordinates: Position[][][] };
export type GeometryCollection = { type: "GeometryCollection"; geometries: Geometry[] };

export type SimpleGeometry =
  | PointGeometry
  | MultiPointGeometry
  | LineStringGeometry
  | MultiLineStringGeometry
  | PolygonGeometry
  | MultiPolygonGeometry;

/** A geometry of RFC 7946, except that its CRS may be given elsewhere. */
export type Geometry = SimpleGeometry | GeometryCollection;

export type Feature = { type: "Feature"; id?: string | number; geometry: Geometry | null; properties: Record<string, unknown> | null };

/** How deep the coordinates of a type are nested: 0 for one position. */
const coordinateDepth = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 } as const;

/** Deeper nested GeometryCollections are refused: real data have none, and they would overflow the stack. */
const MAX_COLLECTION_DEPTH = 8;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.length >= 2 && typeof value[0] === "number" && typeof value[1] === "number";
}

function hasDepth(value: unknown, depth: number): boolean {
  if (depth === 0) return isPosition(value);
  return Array.isArray(value) && value.every((part) => hasDepth(part, depth - 1));
}

/** Whether an untrusted value has the structure of a geometry. `hasFiniteCoordinates` checks its coordinates. */
export function isGeometry(value: unknown, depth = 0): value is Geometry {
  if (!isObject(value) || typeof value.type !== "string") return false;
  if (value.type === "GeometryCollection") {
    return depth < MAX_COLLECTION_DEPTH && Array.isArray(value.geometries) && value.geometries.every((part) => isGeometry(part, depth + 1));
  }
  if (!Object.hasOwn(coordinateDepth, value.type)) return false;
  return hasDepth(value.coordinates, coordinateDepth[value.type as keyof typeof coordinateDepth]);
}

/** Whether an untrusted value has the structure of a feature. */
export function isFeature(value: unknown): value is Feature {
  return (
    isObject(value) &&
    value.type === "Feature" &&
    (value.geometry === null || isGeometry(value.geometry)) &&
    (value.properties === null || isObject(value.properties))
  );
}

type NestedPositions = Position | NestedPositions[];

function walk(coordinates: NestedPositions, visit: (position: Position) => void): void {
  if (isPosition(coordinates)) visit(coordinates);
  else for (const part of coordinates as NestedPositions[]) walk(part, visit);
}

/** Visits every position of a geometry, in order. */
export function forEachPosition(geometry: Geometry, visit: (position: Position) => void): void {
  if (geometry.type === "GeometryCollection") for (const part of geometry.geometries) forEachPosition(part, visit);
  else walk(geometry.coordinates, visit);
}

/** Is every ordinate a finite number? */
export function hasFiniteCoordinates(geometry: Geometry): boolean {
  let isAllFinite = true;
  forEachPosition(geometry, (position) => {
    if (!position.every(Number.isFinite)) isAllFinite = false;
  });
  return isAllFinite;
}

/** The box around a geometry, in the units of its coordinates; null when it has no position. */
export function geometryBbox(geometry: Geometry): Bbox | null {
  const box: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  forEachPosition(geometry, ([x, y]) => {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  });
  return box[0] === Infinity ? null : box;
}

/** The same geometry with every position replaced. */
export function mapPositions(geometry: Geometry, replace: (position: Position) => Position): Geometry {
  switch (geometry.type) {
    case "GeometryCollection":
      return { type: geometry.type, geometries: geometry.geometries.map((part) => mapPositions(part, replace)) };
    case "Point":
      return { type: geometry.type, coordinates: replace(geometry.coordinates) };
    case "MultiPoint":
    case "LineString":
      return { type: geometry.type, coordinates: geometry.coordinates.map(replace) };
    case "MultiLineString":
    case "Polygon":
      return { type: geometry.type, coordinates: geometry.coordinates.map((line) => line.map(replace)) };
    case "MultiPolygon":
      return { type: geometry.type, coordinates: geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(replace))) };
  }
}

/** The same geometry with its first two ordinates swapped: latitude before longitude, or back. */
export function flipAxes(geometry: Geometry): Geometry {
  return mapPositions(geometry, ([first, second, ...height]) => [second, first, ...height] as Position);
}
