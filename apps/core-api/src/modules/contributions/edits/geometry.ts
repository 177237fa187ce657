import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Bbox, bboxContains, growBbox, WORLD } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { forEachPosition, type Geometry, geometryBbox, hasFiniteCoordinates, isGeometry } from "@archipel/geo/geojson.ts";
import { keepVertices } from "@archipel/geo/keep-vertices.ts";
import { readWkb, WkbError, writeEwkb } from "@archipel/geo/wkb.ts";
import { type GeometryColumn, promoteWkb } from "@archipel/geo/wkb-promote.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { hasHeights } from "../../../layer-store/compare/rules/shapes.ts";
import { sameVertexWithin } from "../../../layer-store/compare/rules/tolerances.ts";
import { transformedGeometries } from "../queries/geometries.ts";
import { attempt, demand, type Outcome } from "./attempt.ts";

/** Vertices of one geometry at most. */
export const MAX_POSITIONS = 200_000;
/** A geometry that a person drew (GeoJSON), and the one that it was made from: EWKB in hexadecimal, in the layer's CRS. */
export interface DrawnShape {
  drawn: unknown;
  original: string | null;
}

/**
 * A geometry that a person drew as the layer stores it: EWKB in hexadecimal, in its CRS, its type and dimensions. Vertices that were not
 * moved are exactly those of `original`.
 *
 * @param drawnSrid the CRS of the drawn coordinates, easting or longitude first
 * @throws DomainError when it is no geometry, does not fit the layer, or lies where the layer's CRS does not reach
 */
export async function storedGeometry(
  sql: SqlSession,
  column: GeometryColumn,
  drawn: unknown,
  original: string | null,
  drawnSrid = 4326,
): Promise<string> {
  const [stored] = await storedGeometries(sql, column, [{ drawn, original }], drawnSrid);
  if (stored === undefined) throw new Error("one shape is stored as one");
  return demand(stored);
}

/** The same for many at once, each as it is stored or with what is wrong with it, in their order. */
export async function storedGeometries(
  sql: SqlSession,
  column: GeometryColumn,
  shapes: readonly DrawnShape[],
  drawnSrid = 4326,
): Promise<Outcome<string>[]> {
  const read = shapes.map(({ drawn }) => attempt(() => readable(drawn)));
  const there = await placed(sql, column.srid, read, drawnSrid);
  return there.map((shape, index) => attempt(() => asStored(demand(shape), column, shapes[index]?.original ?? null)));
}

function readable(drawn: unknown): Geometry {
  if (!isGeometry(drawn) || !hasFiniteCoordinates(drawn)) throw new DomainError("invalid", "geometry-unreadable", {}, "geometry");
  if (!geometryBbox(drawn)) throw new DomainError("invalid", "geometry-empty", {}, "geometry");
  let positions = 0;
  forEachPosition(drawn, () => positions++);
  if (positions > MAX_POSITIONS) throw new DomainError("invalid", "geometry-too-heavy", { most: MAX_POSITIONS }, "geometry");
  return drawn;
}

function asStored(shape: Geometry, column: GeometryColumn, original: string | null): string {
  const within = sameVertexWithin(column.srid);
  const kept = original === null ? shape : keepVertices(shape, readWkb(Buffer.from(original, "hex")).geometry, within);
  try {
    return Buffer.from(promoteWkb(writeEwkb(kept, column.srid, column.hasZ), column)).toString("hex");
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    throw new DomainError("invalid", "geometry-of-other-type", { drawn: shape.type, layer: column.type }, "geometry");
  }
}

/** The geometries in the layer's CRS. Asked in degrees first: only there is known how far every CRS reaches. */
async function placed(
  sql: SqlSession,
  srid: number,
  shapes: readonly Outcome<Geometry>[],
  drawnSrid: number,
): Promise<Outcome<Geometry>[]> {
  const crs = crsOf(srid);
  if (drawnSrid === srid) return inReach(crs?.bounds, shapes, srid);
  if (drawnSrid === 4326) return transformed(sql, inReach(crs?.domain, shapes, srid), 4326, srid);
  const inDegrees = await transformed(sql, inReach(crsOf(drawnSrid)?.bounds, shapes, drawnSrid), drawnSrid, 4326);
  return placed(sql, srid, inDegrees, 4326);
}

function inReach(area: Bbox | undefined, shapes: readonly Outcome<Geometry>[], srid: number): Outcome<Geometry>[] {
  const reach = growBbox(area ?? WORLD, area && srid !== 4326 ? 0.05 : 0);
  return shapes.map((outcome) =>
    attempt(() => {
      const shape = demand(outcome);
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
