import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Bbox, bboxContains, growBbox, WORLD } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { forEachPosition, type Geometry, geometryBbox, hasFiniteCoordinates, isGeometry } from "@archipel/geo/geojson.ts";
import { keepVertices } from "@archipel/geo/keep-vertices.ts";
import { readWkb, WkbError, writeEwkb } from "@archipel/geo/wkb.ts";
import { type GeometryColumn, promoteWkb } from "@archipel/geo/wkb-promote.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

/** Vertices of one geometry at most. */
export const MAX_POSITIONS = 200_000;
/** How far a vertex may come back from where it was and still be the same: what GeoJSON's seven decimals lose, and a little. */
const SAME_VERTEX = { metre: 0.02, degree: 2e-7 };

/** The same for a CRS, in its units. */
export function sameVertexWithin(srid: number): number {
  return SAME_VERTEX[crsOf(srid)?.unit === "degree" ? "degree" : "metre"];
}

/**
 * A geometry that a person drew (GeoJSON) as the layer stores it: EWKB in hexadecimal, in its CRS, its type and dimensions. Vertices
 * that were not moved are exactly those of `original`.
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
  if (!isGeometry(drawn) || !hasFiniteCoordinates(drawn)) throw new DomainError("invalid", "geometry-unreadable", {}, "geometry");
  const box = geometryBbox(drawn);
  if (!box) throw new DomainError("invalid", "geometry-empty", {}, "geometry");
  let positions = 0;
  forEachPosition(drawn, () => positions++);
  if (positions > MAX_POSITIONS) throw new DomainError("invalid", "geometry-too-heavy", { most: MAX_POSITIONS }, "geometry");
  const there = await placed(sql, column.srid, drawn, box, drawnSrid);
  const within = sameVertexWithin(column.srid);
  const kept = original === null ? there : keepVertices(there, readWkb(Buffer.from(original, "hex")).geometry, within);
  try {
    return Buffer.from(promoteWkb(writeEwkb(kept, column.srid, column.hasZ), column)).toString("hex");
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    throw new DomainError("invalid", "geometry-of-other-type", { drawn: drawn.type, layer: column.type }, "geometry");
  }
}

/** The geometry in the layer's CRS. Asked in degrees first: only there is known how far every CRS reaches. */
async function placed(sql: SqlSession, srid: number, drawn: Geometry, box: Bbox, drawnSrid: number): Promise<Geometry> {
  const crs = crsOf(srid);
  if (drawnSrid === srid) demandReach(crs?.bounds, box, srid);
  if (drawnSrid === srid) return drawn;
  if (drawnSrid !== 4326) {
    demandReach(crsOf(drawnSrid)?.bounds, box, drawnSrid);
    const inDegrees = await transformed(sql, drawn, drawnSrid, 4326);
    return placed(sql, srid, inDegrees, geometryBbox(inDegrees) ?? box, 4326);
  }
  demandReach(crs?.domain, box, srid);
  return transformed(sql, drawn, 4326, srid);
}

function demandReach(area: Bbox | undefined, box: Bbox, srid: number): void {
  const reach = growBbox(area ?? WORLD, area && srid !== 4326 ? 0.05 : 0);
  if (!bboxContains(reach, box)) {
    throw new DomainError("invalid", "geometry-out-of-reach", { crs: crsOf(srid)?.title ?? `EPSG:${srid}` }, "geometry");
  }
}

async function transformed(sql: SqlSession, geometry: Geometry, from: number, to: number): Promise<Geometry> {
  const hasZ = hasHeights(geometry);
  const [row] = await sql.query<{ hex: string }>("SELECT encode(ST_AsEWKB(ST_Transform($1::geometry, $2::integer)), 'hex') AS hex", [
    Buffer.from(writeEwkb(geometry, from, hasZ)).toString("hex"),
    to,
  ]);
  return readWkb(Buffer.from(row?.hex ?? "", "hex")).geometry;
}

function hasHeights(geometry: Geometry): boolean {
  let isEvery = true;
  forEachPosition(geometry, (position) => {
    if (position.length < 3) isEvery = false;
  });
  return isEvery;
}
