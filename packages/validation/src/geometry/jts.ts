import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import ArrayList from "jsts/java/util/ArrayList.js";
import Coordinate from "jsts/org/locationtech/jts/geom/Coordinate.js";
import GeometryFactory from "jsts/org/locationtech/jts/geom/GeometryFactory.js";
import BufferOp from "jsts/org/locationtech/jts/operation/buffer/BufferOp.js";
import OverlayOp from "jsts/org/locationtech/jts/operation/overlay/OverlayOp.js";
import SnapIfNeededOverlayOp from "jsts/org/locationtech/jts/operation/overlay/snap/SnapIfNeededOverlayOp.js";
import RelateOp from "jsts/org/locationtech/jts/operation/relate/RelateOp.js";
import UnaryUnionOp from "jsts/org/locationtech/jts/operation/union/UnaryUnionOp.js";

/** The part of a JSTS geometry that we use; the library's own types are too loose. */
export interface JtsGeometry {
  isEmpty(): boolean;
  getArea(): number;
  getLength(): number;
  getGeometryType(): string;
  getNumGeometries(): number;
  getGeometryN(index: number): JtsGeometry;
  getDimension(): number;
  getCoordinates(): { x: number; y: number }[];
}

const factory = new GeometryFactory();
const coordinate = ([x, y]: Position) => new Coordinate(x, y);

/** A JTS polygon cannot be made from a ring whose last position differs from its first. */
export class OpenRingError extends Error {
  readonly at: Position;
  constructor(at: Position) {
    super("the ring is not closed");
    this.at = at;
  }
}

/** Converts a geometry to JSTS, without heights. @throws OpenRingError, or Error of JSTS when a ring or line has too few positions */
export function toJts(geometry: Geometry): JtsGeometry {
  switch (geometry.type) {
    case "Point":
      return factory.createPoint(Number.isNaN(geometry.coordinates[0]) ? undefined : coordinate(geometry.coordinates));
    case "MultiPoint":
      return factory.createMultiPointFromCoords(geometry.coordinates.map(coordinate));
    case "LineString":
      return factory.createLineString(geometry.coordinates.map(coordinate));
    case "MultiLineString":
      return asJts(factory.createMultiLineString(geometry.coordinates.map((line) => factory.createLineString(line.map(coordinate)))));
    case "Polygon":
      return polygon(geometry.coordinates);
    case "MultiPolygon":
      return asJts(factory.createMultiPolygon(geometry.coordinates.map(polygon)));
    case "GeometryCollection":
      return asJts(factory.createGeometryCollection(geometry.geometries.map(toJts)));
  }
}

function polygon(rings: Position[][]): JtsGeometry {
  const [shell, ...holes] = rings.map((ring) => {
    const first = ring[0];
    const last = ring.at(-1);
    if (first && last && (first[0] !== last[0] || first[1] !== last[1])) throw new OpenRingError(last);
    return factory.createLinearRing(ring.map(coordinate));
  });
  return factory.createPolygon(shell, holes);
}

/** JSTS types most results as `any`, and some as classes without their inherited members. */
function asJts(value: unknown): JtsGeometry {
  return value as JtsGeometry;
}

export function intersectionOf(a: JtsGeometry, b: JtsGeometry): JtsGeometry {
  return asJts(SnapIfNeededOverlayOp.overlayOp(a, b, OverlayOp.INTERSECTION));
}

export function differenceOf(a: JtsGeometry, b: JtsGeometry): JtsGeometry {
  return asJts(SnapIfNeededOverlayOp.overlayOp(a, b, OverlayOp.DIFFERENCE));
}

export function unionOf(geometries: readonly JtsGeometry[]): JtsGeometry {
  const list = new ArrayList(undefined);
  for (const geometry of geometries) list.add(geometry);
  return asJts(UnaryUnionOp.union(list) ?? factory.createGeometryCollection([]));
}

/** @param distance in the units of the coordinates; negative shrinks */
export function bufferOf(geometry: JtsGeometry, distance: number): JtsGeometry {
  return asJts(BufferOp.bufferOp(geometry, distance));
}

/** True when no point of `b` is outside `a`. */
export function covers(a: JtsGeometry, b: JtsGeometry): boolean {
  return RelateOp.relate(a, b).isCovers();
}

/** Converts a JSTS geometry to GeoJSON. */
export function fromJts(geometry: JtsGeometry): Geometry {
  const type = geometry.getGeometryType();
  const line = (of: JtsGeometry): Position[] => of.getCoordinates().map(({ x, y }) => [x, y]);
  const parts = Array.from({ length: geometry.getNumGeometries() }, (_, index) => geometry.getGeometryN(index));
  switch (type) {
    case "Point":
      return { type, coordinates: line(geometry)[0] ?? [Number.NaN, Number.NaN] };
    case "MultiPoint":
      return { type, coordinates: line(geometry) };
    case "LineString":
    case "LinearRing":
      return { type: "LineString", coordinates: line(geometry) };
    case "MultiLineString":
      return { type, coordinates: parts.map(line) };
    case "Polygon":
      return { type, coordinates: ringsOf(geometry, line) };
    case "MultiPolygon":
      return { type, coordinates: parts.map((part) => ringsOf(part, line)) };
    default:
      return { type: "GeometryCollection", geometries: parts.map(fromJts) };
  }
}

interface JtsPolygon {
  getExteriorRing(): JtsGeometry;
  getNumInteriorRing(): number;
  getInteriorRingN(index: number): JtsGeometry;
}

function ringsOf(geometry: JtsGeometry, line: (of: JtsGeometry) => Position[]): Position[][] {
  if (geometry.isEmpty()) return [];
  const area = geometry as JtsGeometry & JtsPolygon;
  return [
    line(area.getExteriorRing()),
    ...Array.from({ length: area.getNumInteriorRing() }, (_, index) => line(area.getInteriorRingN(index))),
  ];
}
