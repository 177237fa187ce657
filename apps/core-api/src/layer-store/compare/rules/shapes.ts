import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Bbox, bboxContains, growBbox, WORLD } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { forEachPosition, type Geometry, geometryBbox, hasFiniteCoordinates, mapPositions, type Position } from "@archipel/geo/geojson.ts";
import { keepVertices } from "@archipel/geo/keep-vertices.ts";
import { isSameShape } from "@archipel/geo/same-shape.ts";
import { readWkb, scanWkb, WkbError, WkbReader, writeEwkb } from "@archipel/geo/wkb.ts";
import { type GeometryColumn, promotedHead, promoteGeometry, promoteWkb } from "@archipel/geo/wkb-promote.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { sameVertexWithin, TOLERANCES } from "./tolerances.ts";

/** How the shapes of a file are read into the layer. */
export interface ShapeReader {
  column: GeometryColumn;
  /** The CRS of the file. */
  srid: number;
  /** Whether the file declares heights; if not, those of the layer are kept. */
  hasHeights: boolean;
  /** Maximum number of vertices of one shape; by default the same as in a publication. */
  mostPositions?: number;
}

/** A shape in the CRS of the layer, null, or the reason why it is invalid. */
export type PlacedShape = Geometry | null | DomainError;

/** Transforms shapes (WKB in the file's CRS) to the layer's CRS: one round trip for all, one by one only when PROJ refuses one of them. */
export async function placeShapes(sql: SqlSession, reader: ShapeReader, shapes: readonly (Uint8Array | null)[]): Promise<PlacedShape[]> {
  const read = shapes.map((ewkb) => readShape(reader, ewkb));
  const { column, srid } = reader;
  if (srid === column.srid) return read;
  const places = read.flatMap((shape, place) => (shape === null || shape instanceof DomainError ? [] : [{ shape, place }]));
  const hexes = places.map(({ shape }) => Buffer.from(writeEwkb(shape, srid, hasHeights(shape))).toString("hex"));
  const moved = await transformed(sql, hexes, column.srid);
  for (const [index, { place }] of places.entries()) read[place] = within(moved[index] ?? null, column.srid);
  return read;
}

function readShape(
  { srid, hasHeights: isHigh, mostPositions = Number.POSITIVE_INFINITY }: ShapeReader,
  ewkb: Uint8Array | null,
): PlacedShape {
  if (ewkb === null) return null;
  let shape: Geometry;
  try {
    shape = readWkb(ewkb).geometry;
  } catch (error) {
    if (error instanceof WkbError) return new DomainError("invalid", "import-geometry-unreadable");
    throw error;
  }
  if (!hasFiniteCoordinates(shape)) return new DomainError("invalid", "import-geometry-unreadable");
  if (geometryBbox(shape) === null) return null;
  let positions = 0;
  forEachPosition(shape, () => positions++);
  if (positions > mostPositions) return new DomainError("invalid", "geometry-too-heavy", { most: mostPositions });
  return within(isHigh ? shape : mapPositions(shape, ([x, y]): Position => [x, y]), srid);
}

/** The shape, if it lies within the domain of its CRS. */
function within(shape: Geometry | null, srid: number): PlacedShape {
  const box = shape && geometryBbox(shape);
  if (shape && box && hasFiniteCoordinates(shape) && bboxContains(reachOf(srid), box)) return shape;
  return new DomainError("invalid", "import-out-of-reach", { crs: crsOf(srid)?.title ?? `EPSG:${srid}` });
}

/** The box in which a CRS places shapes. */
function reachOf(srid: number): Bbox {
  const crs = crsOf(srid);
  if (!crs) return growBbox(WORLD, 1e6);
  return srid === 4326 ? crs.bounds : growBbox(crs.bounds, 0.05);
}

/**
 * The shape as the layer would store it, for a flat shape in the CRS of the layer that nothing is wrong with: its bytes stay. `placeShapes`
 * decides about all others.
 *
 * @returns EWKB in hexadecimal; null for the others
 */
export function plainShape({ column, srid, mostPositions = Number.POSITIVE_INFINITY }: ShapeReader, ewkb: Uint8Array): string | null {
  if (srid !== column.srid) return null;
  try {
    const reader = new WkbReader(ewkb);
    const header = reader.header();
    const body = reader.offset;
    const head = header.hasZ ? null : promotedHead(header, { ...column, hasZ: false });
    reader.offset = 0;
    const { isFinite: isEverywhere, bbox, positions } = scanWkb(reader);
    if (head === null || !isEverywhere || bbox === null || positions > mostPositions || reader.offset !== ewkb.length) return null;
    return bboxContains(reachOf(srid), bbox) ? Buffer.concat([head, ewkb.subarray(body)]).toString("hex") : null;
  } catch (error) {
    if (error instanceof WkbError) return null;
    throw error;
  }
}

export function hasHeights(shape: Geometry): boolean {
  let isEvery = true;
  forEachPosition(shape, (position) => {
    if (position.length < 3) isEvery = false;
  });
  return isEvery;
}

async function transformed(sql: SqlSession, hexes: readonly string[], srid: number): Promise<(Geometry | null)[]> {
  if (hexes.length === 0) return [];
  await sql.script("SAVEPOINT before_shapes");
  try {
    const rows = await sql.query<{ hex: string }>(
      `SELECT encode(ST_AsEWKB(ST_Transform(hex::geometry, $2::integer)), 'hex') AS hex
       FROM string_to_table($1, ',') WITH ORDINALITY AS t(hex, position) ORDER BY position`,
      [hexes.join(","), srid],
    );
    await sql.script("RELEASE SAVEPOINT before_shapes");
    return rows.map(({ hex }) => readWkb(Buffer.from(hex, "hex")).geometry);
  } catch {
    await sql.script("ROLLBACK TO SAVEPOINT before_shapes");
  }
  if (hexes.length === 1) return [null];
  const each: (Geometry | null)[] = [];
  for (const hex of hexes) each.push((await transformed(sql, [hex], srid))[0] ?? null);
  return each;
}

/**
 * The shape as the layer would store it, if it differs from the current one; undefined when they are equal. Vertices within the tolerance
 * are exactly those of `original`.
 *
 * @param original EWKB in hexadecimal; null for a new feature, or one without a shape
 */
export function changedShape(reader: ShapeReader, shape: Geometry, original: string | null): string | undefined | DomainError {
  const { column } = reader;
  const tolerance = sameVertexWithin(column.srid);
  try {
    const wanted = promoteGeometry(shape, column.type);
    if (original === null) return stored(wanted, column);
    const before = readWkb(Buffer.from(original, "hex")).geometry;
    if (isSameShape(wanted, before, tolerance, TOLERANCES.height)) return undefined;
    const changed = stored(raised(keepVertices(wanted, before, tolerance), wanted), column);
    return changed === original.toLowerCase() ? undefined : changed;
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    return new DomainError("invalid", "import-geometry-of-other-type", { found: shape.type, layer: column.type });
  }
}

function stored(shape: Geometry, column: GeometryColumn): string {
  return Buffer.from(promoteWkb(writeEwkb(shape, column.srid, column.hasZ), column)).toString("hex");
}

/** A vertex that did not move in the plane may have another height. */
function raised(kept: Geometry, wanted: Geometry): Geometry {
  const heights: (number | undefined)[] = [];
  forEachPosition(wanted, (position) => heights.push(position[2]));
  let at = 0;
  return mapPositions(kept, (position) => {
    const height = heights[at++];
    const isOther = height !== undefined && Math.abs(height - (position[2] ?? height)) > TOLERANCES.height;
    return isOther ? [position[0], position[1], height] : position;
  });
}
