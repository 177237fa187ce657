import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Bbox, bboxContains, growBbox, WORLD } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { forEachPosition, type Geometry, geometryBbox, hasFiniteCoordinates, isGeometry } from "@archipel/geo/geojson.ts";
import { keepVertices } from "@archipel/geo/keep-vertices.ts";
import { readWkb, WkbError, writeEwkb } from "@archipel/geo/wkb.ts";
import { type GeometryColumn, promoteWkb } from "@archipel/geo/wkb-promote.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { assertFewCrossings } from "../../../kernel/few-crossings.ts";
import { hasHeights } from "../../../layer-store/compare/rules/shapes.ts";
import { sameVertexWithin } from "../../../layer-store/compare/rules/tolerances.ts";
import { transformedGeometries } from "../queries/geometries.ts";
import { attempt, type Outcome, unwrap } from "./attempt.ts";

/** The most vertices that a geometry may have. */
export const MAX_POSITIONS = 200_000;
/** A geometry from a client (GeoJSON), and the stored one that it replaces: EWKB in hexadecimal, in the layer's CRS. */
export interface DrawnShape {
  drawn: unknown;
  original: string | null;
}

/**
 * Converts a client's geometry (GeoJSON) to the form in which the layer stores it: EWKB in hexadecimal, in the layer's CRS, type and
 * dimensions. Vertices that were not moved keep the exact coordinates of `original`.
 *
 * @param drawnSrid the CRS of the drawn coordinates, easting or longitude first
 * @throws DomainError when it is not a geometry, has the wrong type for the layer, crosses itself too often, or lies outside the area of the layer's CRS
 */
export async function storedGeometry(
  sql: SqlSession,
  column: GeometryColumn,
  drawn: unknown,
  original: string | null,
  drawnSrid = 4326,
): Promise<string> {
  const [stored] = await storedGeometries(sql, column, [{ drawn, original }], drawnSrid);
  if (stored === undefined) throw new Error("one geometry in gives one geometry out");
  return unwrap(stored);
}

/** The same for many geometries, in their order: each converted, or the error that it has. */
export async function storedGeometries(
  sql: SqlSession,
  column: GeometryColumn,
  shapes: readonly DrawnShape[],
  drawnSrid = 4326,
): Promise<Outcome<string>[]> {
  const read = shapes.map(({ drawn }) => attempt(() => checkedGeometry(drawn)));
  const there = await inLayerCrs(sql, column.srid, read, drawnSrid);
  return there.map((shape, index) => attempt(() => toStored(unwrap(shape), column, shapes[index]?.original ?? null)));
}

function checkedGeometry(drawn: unknown): Geometry {
  if (!isGeometry(drawn) || !hasFiniteCoordinates(drawn)) throw new DomainError("invalid", "geometry-unreadable", {}, "geometry");
  if (!geometryBbox(drawn)) throw new DomainError("invalid", "geometry-empty", {}, "geometry");
  let positions = 0;
  forEachPosition(drawn, () => positions++);
  if (positions > MAX_POSITIONS) throw new DomainError("invalid", "geometry-too-heavy", { most: MAX_POSITIONS }, "geometry");
  return drawn;
}

function toStored(shape: Geometry, column: GeometryColumn, original: string | null): string {
  const within = sameVertexWithin(column.srid);
  const kept = original === null ? shape : keepVertices(shape, readWkb(Buffer.from(original, "hex")).geometry, within);
  try {
    const stored = promoteWkb(writeEwkb(kept, column.srid, column.hasZ), column);
    assertFewCrossings(stored, "geometry");
    return Buffer.from(stored).toString("hex");
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    throw new DomainError("invalid", "geometry-of-other-type", { drawn: shape.type, layer: column.type }, "geometry");
  }
}

/** Transforms the geometries to the layer's CRS. Checks their extent in degrees first: each CRS states its area of use in degrees. */
async function inLayerCrs(
  sql: SqlSession,
  srid: number,
  shapes: readonly Outcome<Geometry>[],
  drawnSrid: number,
): Promise<Outcome<Geometry>[]> {
  const crs = crsOf(srid);
  if (drawnSrid === srid) return withinArea(crs?.bounds, shapes, srid);
  if (drawnSrid === 4326) return transformed(sql, withinArea(crs?.domain, shapes, srid), 4326, srid);
  const inDegrees = await transformed(sql, withinArea(crsOf(drawnSrid)?.bounds, shapes, drawnSrid), drawnSrid, 4326);
  return inLayerCrs(sql, srid, inDegrees, 4326);
}

function withinArea(area: Bbox | undefined, shapes: readonly Outcome<Geometry>[], srid: number): Outcome<Geometry>[] {
  const reach = growBbox(area ?? WORLD, area && srid !== 4326 ? 0.05 : 0);
  return shapes.map((outcome) =>
    attempt(() => {
      const shape = unwrap(outcome);
      const box = geometryBbox(shape);
      if (box && bboxContains(reach, box)) return shape;
      throw new DomainError("invalid", "geometry-out-of-reach", { crs: crsOf(srid)?.title ?? `EPSG:${srid}` }, "geometry");
    }),
  );
}

async function transformed(sql: SqlSession, shapes: readonly Outcome<Geometry>[], from: number, to: number): Promise<Outcome<Geometry>[]> {
  const fitting = shapes.filter((shape): shape is Geometry => !(shape instanceof DomainError));
  if (fitting.length === 0) return [...shapes];
  const rows = await transformedGeometries(
    sql,
    fitting.map((shape) => Buffer.from(writeEwkb(shape, from, hasHeights(shape))).toString("hex")),
    to,
  );
  const moved = rows.values();
  return shapes.map((shape) =>
    shape instanceof DomainError ? shape : readWkb(Buffer.from(moved.next().value?.hex ?? "", "hex")).geometry,
  );
}
