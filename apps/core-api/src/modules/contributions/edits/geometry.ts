import type { SqlSession } from "@archipel/database/sql-session.ts";
import { growBbox } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { forEachPosition, type Geometry, geometryBbox, hasFiniteCoordinates, isGeometry } from "@archipel/geo/geojson.ts";
import { keepVertices } from "@archipel/geo/keep-vertices.ts";
import { readWkb, WkbError, writeEwkb } from "@archipel/geo/wkb.ts";
import { type GeometryColumn, promoteWkb } from "@archipel/geo/wkb-promote.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

/** Vertices of one geometry at most. */
const MAX_POSITIONS = 200_000;
/** How far a vertex may come back from where it was and still be the same: what GeoJSON's seven decimals lose, and a little. */
const SAME_VERTEX = { metre: 0.02, degree: 2e-7 };

/**
 * A geometry that a person drew (GeoJSON, EPSG:4326) as the layer stores it: EWKB in hexadecimal, in its CRS, its type and dimensions.
 * Vertices that were not moved are exactly those of `original`.
 *
 * @throws DomainError when it is no geometry, does not fit the layer, or lies where the layer's CRS does not reach
 */
export async function storedGeometry(sql: SqlSession, column: GeometryColumn, drawn: unknown, original: string | null): Promise<string> {
  if (!isGeometry(drawn) || !hasFiniteCoordinates(drawn)) throw new DomainError("invalid", "geometry-unreadable", {}, "geometry");
  const box = geometryBbox(drawn);
  if (!box) throw new DomainError("invalid", "geometry-empty", {}, "geometry");
  let positions = 0;
  forEachPosition(drawn, () => positions++);
  if (positions > MAX_POSITIONS) throw new DomainError("invalid", "geometry-too-heavy", { most: MAX_POSITIONS }, "geometry");
  const crs = crsOf(column.srid);
  const reach = growBbox(crs?.domain ?? [-180, -90, 180, 90], crs && column.srid !== 4326 ? 0.05 : 0);
  if (box[0] < reach[0] || box[1] < reach[1] || box[2] > reach[2] || box[3] > reach[3]) {
    throw new DomainError("invalid", "geometry-out-of-reach", { crs: crs?.title ?? `EPSG:${column.srid}` }, "geometry");
  }
  const there = await transformed(sql, drawn, column.srid);
  const unit = crs?.unit === "degree" ? "degree" : "metre";
  const kept = original === null ? there : keepVertices(there, readWkb(Buffer.from(original, "hex")).geometry, SAME_VERTEX[unit]);
  try {
    return Buffer.from(promoteWkb(writeEwkb(kept, column.srid, column.hasZ), column)).toString("hex");
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    throw new DomainError("invalid", "geometry-of-other-type", { drawn: drawn.type, layer: column.type }, "geometry");
  }
}

async function transformed(sql: SqlSession, geometry: Geometry, srid: number): Promise<Geometry> {
  if (srid === 4326) return geometry;
  const hasZ = hasHeights(geometry);
  const [row] = await sql.query<{ hex: string }>("SELECT encode(ST_AsEWKB(ST_Transform($1::geometry, $2::integer)), 'hex') AS hex", [
    Buffer.from(writeEwkb(geometry, 4326, hasZ)).toString("hex"),
    srid,
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
