import type { LayerFacts } from "@archipel/answers/packs/source.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { hasAbilitySql } from "../../../layer-store/kinds/registry.ts";

export interface DeclaredRow {
  layerId: string;
  title: string;
  isOwn: boolean;
  fields: unknown;
  isDeclared: boolean;
  model: string | null;
  standardTable: string | null;
  tags: string[];
  coverage: string;
  communes: string[];
  area: unknown;
  accuracyM: number | null;
  scaleDenominator: number | null;
  captured: string | null;
  staleAfterDays: number | null;
  documents: unknown;
}

/** The layers with features of a portal, with what they declare. `isOwn`: the community may declare it. */
export function declaredRows(sql: SqlSession, communityId: CommunityId, portalId: string): Promise<DeclaredRow[]> {
  return sql.query<DeclaredRow>(
    `SELECT l.id AS "layerId", l.title, l.community_id = $2::uuid AS "isOwn", l.fields, a.layer_id IS NOT NULL AS "isDeclared", a.model, a.standard_table AS "standardTable",
       coalesce(a.tags, '{}') AS tags, coalesce(a.coverage, 'undeclared') AS coverage, coalesce(a.communes, '{}') AS communes,
       ST_AsGeoJSON(ST_GeometryN(a.area, 1), 7)::json AS area, a.accuracy_m AS "accuracyM", a.scale_denominator AS "scaleDenominator",
       to_char(a.captured, 'YYYY-MM-DD') AS captured, a.stale_after_days AS "staleAfterDays", coalesce(a.documents, '[]') AS documents
     FROM app.portal_catalogue c JOIN public.layers l ON l.dataset_id = c.dataset_id LEFT JOIN layer_answers a ON a.layer_id = l.id
     WHERE c.portal_id = $1::uuid AND l.status = 'ready' AND ${hasAbilitySql("l.kind", "features")} ORDER BY c.position, l.position, l.id`,
    [portalId, communityId],
  );
}

/** What the layers of a portal are to rules. */
export function declaredFacts(sql: SqlSession, portalId: string): Promise<LayerFacts[]> {
  return sql.query<LayerFacts>(
    `SELECT DISTINCT a.model, a.standard_table AS "table", a.tags
     FROM app.portal_catalogue c JOIN public.layers l ON l.dataset_id = c.dataset_id JOIN layer_answers a ON a.layer_id = l.id
     WHERE c.portal_id = $1::uuid AND l.status = 'ready'`,
    [portalId],
  );
}

export interface OwnLayer {
  title: string;
  tableName: string;
  fields: unknown;
}

/** A layer of the community. */
export async function ownLayer(sql: SqlSession, communityId: CommunityId, layerId: string): Promise<OwnLayer | undefined> {
  const rows = await sql.query<OwnLayer>(
    'SELECT title, table_name AS "tableName", fields FROM layers WHERE id = $1::uuid AND community_id = $2::uuid',
    [layerId, communityId],
  );
  return rows[0];
}

/** The table of a layer of the community, with its extent in degrees. */
export async function layerTables(
  sql: SqlSession,
  communityId: CommunityId,
  layerId: string,
): Promise<{ tableName: string; bbox: number[]; featureCount: number } | undefined> {
  const rows = await sql.query<{ tableName: string; bbox: number[]; featureCount: number }>(
    `SELECT table_name AS "tableName", bbox, feature_count AS "featureCount" FROM layers
     WHERE id = $1::uuid AND community_id = $2::uuid AND status = 'ready'`,
    [layerId, communityId],
  );
  return rows[0];
}

export async function hasPortal(sql: SqlSession, communityId: CommunityId, portalId: string): Promise<boolean> {
  const rows = await sql.query("SELECT FROM portals WHERE id = $1::uuid AND community_id = $2::uuid", [portalId, communityId]);
  return rows.length > 0;
}

/** Locks a portal of the community, so that changes of its rules come one after the other. */
export async function lockPortal(sql: SqlSession, communityId: CommunityId, portalId: string): Promise<boolean> {
  const rows = await sql.query("SELECT FROM portals WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE", [portalId, communityId]);
  return rows.length > 0;
}

/** An area in degrees as stored; null when it is not valid. */
export async function storedArea(sql: SqlSession, geojson: object): Promise<string | null> {
  const rows = await sql.query<{ area: string | null }>(
    `SELECT CASE WHEN ST_IsValid(g) AND NOT ST_IsEmpty(g) THEN ST_AsHEXEWKB(ST_Multi(g)) END AS area
     FROM (SELECT ST_SetSRID(ST_GeomFromGeoJSON($1::text), 4326) AS g) s`,
    [JSON.stringify(geojson)],
  );
  return rows[0]?.area ?? null;
}

export interface Declared {
  model: string | null;
  standardTable: string | null;
  tags: readonly string[];
  coverage: string;
  communes: readonly string[];
  area: string | null;
  accuracyM: number | null;
  scaleDenominator: number | null;
  captured: string | null;
  staleAfterDays: number | null;
  documents: unknown;
}

export async function writeDeclared(sql: SqlSession, communityId: CommunityId, layerId: string, declared: Declared): Promise<void> {
  const { model, standardTable, tags, coverage, communes, area, accuracyM, scaleDenominator, captured, staleAfterDays, documents } =
    declared;
  await sql.query(
    `INSERT INTO layer_answers (layer_id, community_id, model, standard_table, tags, coverage, communes, area, accuracy_m, scale_denominator,
       captured, stale_after_days, documents, updated_at)
     VALUES ($1::uuid, $2::uuid, $3, $4, $5::text[], $6, $7::text[], $8::geometry, $9, $10, $11::date, $12, $13::jsonb, now())
     ON CONFLICT (layer_id) DO UPDATE SET model = EXCLUDED.model, standard_table = EXCLUDED.standard_table, tags = EXCLUDED.tags,
       coverage = EXCLUDED.coverage, communes = EXCLUDED.communes, area = EXCLUDED.area, accuracy_m = EXCLUDED.accuracy_m,
       scale_denominator = EXCLUDED.scale_denominator, captured = EXCLUDED.captured, stale_after_days = EXCLUDED.stale_after_days,
       documents = EXCLUDED.documents, updated_at = now()`,
    [
      layerId,
      communityId,
      model,
      standardTable,
      tags,
      coverage,
      communes,
      area,
      accuracyM,
      scaleDenominator,
      captured,
      staleAfterDays,
      JSON.stringify(documents),
    ],
  );
}

export async function packsOfPortal(sql: SqlSession, portalId: string): Promise<string[]> {
  const rows = await sql.query<{ packs: string[] }>("SELECT packs FROM portal_answers WHERE portal_id = $1::uuid", [portalId]);
  return rows[0]?.packs ?? [];
}

export async function writePacks(sql: SqlSession, communityId: CommunityId, portalId: string, packs: readonly string[]): Promise<void> {
  await sql.query(
    `INSERT INTO portal_answers (portal_id, community_id, packs, updated_at) VALUES ($1::uuid, $2::uuid, $3::text[], now())
     ON CONFLICT (portal_id) DO UPDATE SET packs = EXCLUDED.packs, updated_at = now()`,
    [portalId, communityId, packs],
  );
}
