import type { Geometry, LineString, Point, Polygon, Position } from "geojson";

/**
 * What a person edits on the map: one point, one line or one ring. A geometry of several parts, or with holes, has several pieces, so
 * that all its vertices can be moved in the same way.
 */
export interface Piece {
  readonly part: number;
  /** 0: the outer ring, or the only one; others are holes. */
  readonly ring: number;
  readonly geometry: Point | LineString | Polygon;
}

/** The pieces of a geometry, without heights; an empty list for a geometry that cannot be drawn by hand (a collection). */
export function piecesOf(geometry: Geometry | null): Piece[] {
  switch (geometry?.type) {
    case "Point":
      return [{ part: 0, ring: 0, geometry: { type: "Point", coordinates: flat(geometry.coordinates) } }];
    case "MultiPoint":
      return geometry.coordinates.map((place, part) => ({ part, ring: 0, geometry: { type: "Point", coordinates: flat(place) } }));
    case "LineString":
      return [{ part: 0, ring: 0, geometry: { type: "LineString", coordinates: geometry.coordinates.map(flat) } }];
    case "MultiLineString":
      return geometry.coordinates.map((line, part) => ({ part, ring: 0, geometry: { type: "LineString", coordinates: line.map(flat) } }));
    case "Polygon":
      return ringsOf(geometry.coordinates, 0);
    case "MultiPolygon":
      return geometry.coordinates.flatMap(ringsOf);
    default:
      return [];
  }
}

function ringsOf(rings: Position[][], part: number): Piece[] {
  return rings.map((ring, index) => ({ part, ring: index, geometry: { type: "Polygon", coordinates: [ring.map(flat)] } }));
}

const flat = (position: Position): Position => position.slice(0, 2);

/** Whether a drawing is a valid shape: a line that was ended after its first vertex is not. */
export function isShape(geometry: Geometry): boolean {
  if (geometry.type !== "LineString") return true;
  const [[x, y] = []] = geometry.coordinates;
  return geometry.coordinates.some((place) => place[0] !== x || place[1] !== y);
}

/** The geometry made of the pieces, of the same type as `like`; null when no piece is left. */
export function geometryOf(pieces: readonly Piece[], like: Geometry["type"]): Geometry | null {
  const [first] = pieces;
  if (!first) return null;
  const isMulti = like.startsWith("Multi") || new Set(pieces.map(({ part }) => part)).size > 1;
  const drawn = pieces.map(({ geometry }) => geometry);
  if (first.geometry.type === "Point") {
    const places = drawn.filter((one) => one.type === "Point").map((one) => one.coordinates);
    return isMulti ? { type: "MultiPoint", coordinates: places } : first.geometry;
  }
  if (first.geometry.type === "LineString") {
    const lines = drawn.filter((one) => one.type === "LineString").map((one) => one.coordinates);
    return isMulti ? { type: "MultiLineString", coordinates: lines } : first.geometry;
  }
  const parts = new Map<number, Position[][]>();
  for (const { part, ring, geometry } of pieces.toSorted((a, b) => a.part - b.part || a.ring - b.ring)) {
    if (geometry.type !== "Polygon" || !geometry.coordinates[0]) continue;
    const rings = parts.get(part);
    if (rings) rings.push(geometry.coordinates[0]);
    else if (ring === 0) parts.set(part, [geometry.coordinates[0]]);
  }
  const polygons = [...parts.values()];
  const [only] = polygons;
  if (!only) return null;
  return isMulti ? { type: "MultiPolygon", coordinates: polygons } : { type: "Polygon", coordinates: only };
}

/** The geometry without the vertex at a place; undefined when the rest of its piece would be invalid. */
export function withoutVertex(geometry: Geometry, vertex: { piece: number; index: number }): Geometry | null | undefined {
  const pieces = piecesOf(geometry);
  const piece = pieces[vertex.piece];
  if (!piece) return undefined;
  const rest = withoutCorner(piece.geometry, vertex.index);
  if (rest === undefined) return undefined;
  if (rest !== null) return geometryOf(pieces.with(vertex.piece, { ...piece, geometry: rest }), geometry.type);
  return pieces.length === 1 ? undefined : geometryOf(pieces.toSpliced(vertex.piece, 1), geometry.type);
}

/** null: the piece itself is removed (a point, or a hole's last triangle); undefined: not allowed. */
function withoutCorner(shape: Piece["geometry"], index: number): Piece["geometry"] | null | undefined {
  if (shape.type === "Point") return null;
  if (shape.type === "LineString") {
    return shape.coordinates.length > 2 ? { ...shape, coordinates: shape.coordinates.toSpliced(index, 1) } : undefined;
  }
  const open = shape.coordinates[0]?.slice(0, -1).toSpliced(index, 1) ?? [];
  const [start] = open;
  return start && open.length > 2 ? { ...shape, coordinates: [[...open, start]] } : undefined;
}
