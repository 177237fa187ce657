import type { SqlSession } from "@archipel/database/sql-session.ts";
import { hasManyCrossings } from "@archipel/geo/crossing-work.ts";

export interface Invalid {
  /** Position in the input list. */
  position: number;
  reason: string;
  at: [number, number] | null;
  /** Whether PostGIS was not asked. */
  isTooComplex: boolean;
}

/**
 * The invalid ones of these geometries, with reason and place, by PostGIS: one round trip for all. Geometries that PostGIS cannot parse are
 * invalid too. One whose edges PostGIS would compare for minutes, without a way to stop it, is not given to it (`isTooComplex`).
 *
 * @param geometries EWKB in hexadecimal
 */
export async function findInvalid(sql: SqlSession, geometries: readonly string[]): Promise<Invalid[]> {
  const complex = geometries.map((hex) => hasManyCrossings(Buffer.from(hex, "hex")));
  const simple = geometries.flatMap((hex, position) => (complex[position] ? [] : [{ hex, position }]));
  const tooComplex = complex.flatMap((isTooComplex, position) =>
    isTooComplex ? [{ position, reason: "Too many edges lie beside one another", at: null, isTooComplex }] : [],
  );
  if (simple.length === 0) return tooComplex;
  const rows = await sql.query<{ position: number; reason: string; x: number | null; y: number | null }>(
    `SELECT t.position::integer AS position, d.reason, ST_X(d.location) AS x, ST_Y(d.location) AS y
     FROM string_to_table($1, ',') WITH ORDINALITY AS t(hex, position), LATERAL ST_IsValidDetail(t.hex::geometry) AS d
     WHERE NOT d.valid ORDER BY t.position`,
    [simple.map(({ hex }) => hex).join(",")],
  );
  const invalid = rows.map(({ position, reason, x, y }): Invalid => {
    const at: Invalid["at"] = x === null || y === null ? null : [x, y];
    return { position: simple[position - 1]?.position ?? 0, reason, at, isTooComplex: false };
  });
  return [...invalid, ...tooComplex].sort((a, b) => a.position - b.position);
}

/** Points of a CRS in degrees; null for points that the CRS cannot place. */
export async function toDegrees(sql: SqlSession, points: readonly [number, number][], srid: number): Promise<([number, number] | null)[]> {
  if (points.length === 0) return [];
  const rows = await sql.query<{ lon: number; lat: number }>(
    `SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (
       SELECT position, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), $3::integer), 4326) AS p
       FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t(x, y, position)) q ORDER BY position`,
    [points.map(([x]) => x), points.map(([, y]) => y), srid],
  );
  return rows.map(({ lon, lat }) =>
    Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null,
  );
}
