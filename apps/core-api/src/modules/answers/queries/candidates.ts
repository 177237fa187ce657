import type { SqlSession } from "@archipel/database/sql-session.ts";
import { hasAbilitySql } from "../../../layer-store/kinds/registry.ts";

export interface CandidateRow {
  id: string;
  datasetId: string;
  title: string;
  /** The language of the dataset, and that of `title`. */
  language: string;
  titleLang: string;
  tableName: string;
  srid: number;
  fields: unknown;
  bbox: number[];
  revision: number;
  updatedAt: Date;
  isPublic: boolean;
  imported: string;
  producer: string;
  model: string | null;
  standardTable: string | null;
  tags: string[];
  coverage: "undeclared" | "everywhere" | "communes" | "area";
  communes: string[];
  accuracyM: number | null;
  scaleDenominator: number | null;
  captured: string | null;
  staleAfterDays: number | null;
  documents: unknown;
  declaredAt: Date;
}

const day = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;

/**
 * The layers of a live portal that the caller may see and that declare something, with titles in the reader's language. Others are as if they
 * did not exist.
 */
export function candidateRows(sql: SqlSession, portalId: string, reader: string): Promise<CandidateRow[]> {
  return sql.query<CandidateRow>(
    `SELECT l.id, l.dataset_id AS "datasetId", app.text_in(l.texts, 'title', $2, l.title) AS title, d.language,
       CASE WHEN app.text_in(l.texts, 'title', $2, '') = '' THEN d.language ELSE $2 END AS "titleLang", l.table_name AS "tableName", l.srid, l.fields, l.bbox, l.revision,
       greatest(l.updated_at, d.updated_at) AS "updatedAt", d.status = 'published' AND d.visibility = 'public' AS "isPublic",
       ${day("coalesce(d.published_at, l.created_at) AT TIME ZONE 'UTC'")} AS imported, d.contact_name AS producer,
       a.model, a.standard_table AS "standardTable", a.tags, a.coverage, a.communes, a.accuracy_m AS "accuracyM",
       a.scale_denominator AS "scaleDenominator", ${day("a.captured")} AS captured, a.stale_after_days AS "staleAfterDays", a.documents,
       a.updated_at AS "declaredAt"
     FROM app.portal_catalogue c JOIN public.layers l ON l.dataset_id = c.dataset_id JOIN public.datasets d ON d.id = l.dataset_id
       JOIN public.layer_answers a ON a.layer_id = l.id
     WHERE c.portal_id = $1::uuid AND l.status = 'ready' AND ${hasAbilitySql("l.kind", "features")} ORDER BY l.id`,
    [portalId, reader],
  );
}

export interface UndeclaredLayerRow {
  id: string;
  title: string;
  titleLang: string;
  fields: unknown;
}

/** The layers of a live portal that the caller may see and that declare nothing. More than a few hundred would cost each report. */
export function undeclaredLayerRows(sql: SqlSession, portalId: string, reader: string): Promise<UndeclaredLayerRow[]> {
  return sql.query<UndeclaredLayerRow>(
    `SELECT l.id, app.text_in(l.texts, 'title', $2, l.title) AS title,
       CASE WHEN app.text_in(l.texts, 'title', $2, '') = '' THEN d.language ELSE $2 END AS "titleLang", l.fields
     FROM app.portal_catalogue c JOIN public.layers l ON l.dataset_id = c.dataset_id JOIN public.datasets d ON d.id = l.dataset_id
       LEFT JOIN public.layer_answers a ON a.layer_id = l.id
     WHERE c.portal_id = $1::uuid AND l.status = 'ready' AND a.layer_id IS NULL AND ${hasAbilitySql("l.kind", "features")} ORDER BY l.id LIMIT 300`,
    [portalId, reader],
  );
}

export interface PortalRow {
  packs: string[];
  /** The primary host. */
  host: string | null;
  overrides: { pack: string; packVersion: string; ruleKey: string; change: unknown; updatedAt: string }[];
  version: string;
}

/** What a live portal answers with; no row when it answers nothing. */
export async function portalRow(sql: SqlSession, portalId: string): Promise<PortalRow | undefined> {
  const rows = await sql.query<PortalRow>(
    `SELECT s.packs, (SELECT h.host FROM portal_hosts h WHERE h.portal_id = s.portal_id ORDER BY h.is_primary DESC, h.host LIMIT 1) AS host,
       concat(s.updated_at, max(o.updated_at), count(o.id)) AS version,
       coalesce(json_agg(json_build_object('pack', o.pack, 'packVersion', o.pack_version, 'ruleKey', o.rule_key, 'change', o.change,
         'updatedAt', o.updated_at) ORDER BY o.pack, o.rule_key) FILTER (WHERE o.id IS NOT NULL), '[]') AS overrides
     FROM portal_answers s JOIN portals p ON p.id = s.portal_id AND (p.status IN ('live', 'preparing') OR p.id = app.pass_to())
       LEFT JOIN answer_overrides o ON o.portal_id = s.portal_id AND o.state = 'published'
     WHERE s.portal_id = $1::uuid GROUP BY s.portal_id, s.packs, s.updated_at`,
    [portalId],
  );
  return rows[0];
}
