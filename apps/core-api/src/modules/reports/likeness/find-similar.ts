import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Conditions, type ReportRow, reportRows } from "../queries/reports.ts";
import { likeness, mayBeSame, NEAR_METRES, similarityScore } from "./likeness.ts";

export interface SimilarRow {
  row: ReportRow;
  distance: number;
  likeness: number;
  isSameFeature: boolean;
}

export interface ComparedReport {
  place: { lon: number; lat: number };
  body: string;
  themeId: string | null;
  feature: { layerId: string; fid: number } | null;
}

/** How many of the nearest reports have their text compared. */
const MAX_COMPARED = 60;
const MAX_RESULTS = 8;
const METRES = "ST_DistanceSphere(r.place, ST_SetSRID(ST_MakePoint(?::float8, ?::float8), 4326)) <= ?::float8";

/**
 * Reports that may be about the same thing: at the same place, near with similar words, or on the same feature; open, or closed within the
 * last 180 days. The most similar first.
 */
export async function findSimilar(
  sql: SqlSession,
  where: Conditions,
  { place, body, themeId, feature }: ComparedReport,
): Promise<SimilarRow[]> {
  // The box lets the spatial index be used. A degree of longitude is shorter at higher latitudes.
  const tall = NEAR_METRES / 110_000;
  const wide = tall / Math.max(0.05, Math.cos((place.lat * Math.PI) / 180));
  const box = [place.lon - wide, place.lat - tall, place.lon + wide, place.lat + tall];
  where.and("(r.closed_at IS NULL OR r.closed_at > now() - interval '180 days')").and(
    `((r.place && ST_MakeEnvelope(?::float8, ?::float8, ?::float8, ?::float8, 4326) AND ${METRES})
        OR (r.layer_id = ?::uuid AND r.fid = ?::bigint))`,
    ...box,
    place.lon,
    place.lat,
    NEAR_METRES,
    feature?.layerId ?? null,
    feature?.fid ?? null,
  );
  const order = `r.place <-> ST_SetSRID(ST_MakePoint(${Number(place.lon)}, ${Number(place.lat)}), 4326), r.id`;
  const rows = await reportRows(sql, where, order, MAX_COMPARED);
  const compared = rows.map((row) => ({
    row,
    distance: metresBetween(place, row),
    likeness: likeness(body, row.body),
    isSameFeature: feature !== null && row.layerId === feature.layerId && Number(row.fid) === feature.fid,
    isSameTheme: themeId !== null && row.themeId === themeId,
  }));
  return compared
    .filter(mayBeSame)
    .map(({ isSameTheme, ...alike }) => ({ ...alike, score: similarityScore({ ...alike, isSameTheme }) }))
    .sort((one, other) => other.score - one.score || one.row.number - other.row.number)
    .slice(0, MAX_RESULTS)
    .map(({ score: _, ...alike }) => alike);
}

/** Great-circle distance, rounded to metres (haversine). */
function metresBetween(one: { lon: number; lat: number }, other: { lon: number; lat: number }): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [from, to] = [radians(one.lat), radians(other.lat)];
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  const chord = half(to - from) + Math.cos(from) * Math.cos(to) * half(radians(other.lon - one.lon));
  return Math.round(2 * 6_371_008 * Math.asin(Math.sqrt(chord)));
}
