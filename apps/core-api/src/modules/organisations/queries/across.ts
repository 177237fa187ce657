import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { Tx } from "@archipel/database/database.ts";

/** Figures of communities, for those of these that give them at this moment. In the caller's scope they would be the caller's own rights. */
export function figuresOf(tx: Tx, organisationId: string) {
  return tx.$queryRaw<
    { communityId: string; visits: number | null; datasets: number; quality: number | null; openReports: number; reports: number }[]
  >`
    SELECT c.id AS "communityId",
      (SELECT sum(v.views)::integer FROM visit_counts v WHERE v.community_id = c.id AND v.kind = 'visitors' AND v.day > current_date - 30) AS visits,
      (SELECT count(*)::integer FROM datasets d WHERE d.community_id = c.id AND d.status = 'published') AS datasets,
      (SELECT (1 - sum((l ->> 'invalid')::float8) / nullif(sum((l ->> 'features')::float8), 0))
        FROM datasets d JOIN quality_sheets q ON q.dataset_id = d.id, jsonb_array_elements(q.figures -> 'layers') l
        WHERE d.community_id = c.id AND d.status = 'published') AS quality,
      (SELECT count(*)::integer FROM reports r WHERE r.community_id = c.id AND r.status = ANY (${[...openStatuses]}::text[])) AS "openReports",
      (SELECT count(*)::integer FROM reports r WHERE r.community_id = c.id) AS reports
    FROM organisation_agreements a JOIN communities c ON c.id = a.community_id AND c.status = 'active'
    WHERE a.organisation_id = ${organisationId}::uuid AND a.agreed_at IS NOT NULL AND a.ended_at IS NULL AND a.gives_figures`;
}

export interface FoundRow {
  id: string;
  title: string;
  summary: string;
  communityId: string;
  communityName: string;
  visibility: string;
  /** Of a live portal that lists it. */
  host: string | null;
  portalSlug: string | null;
  slug: string | null;
  total: number;
}

/**
 * Published datasets of the communities that let the organisation read, by the words of the catalogue. In the caller's scope: the policies decide
 * again what is read.
 */
export function foundDatasets(tx: Tx, organisationId: string, q: string, page: { limit: number; offset: number }) {
  return tx.$queryRaw<FoundRow[]>`
    WITH across AS (
      SELECT a.community_id FROM organisation_agreements a
      WHERE a.organisation_id = ${organisationId}::uuid AND a.agreed_at IS NOT NULL AND a.ended_at IS NULL AND a.gives_reading),
    found AS (
      SELECT d.id, d.title, d.abstract, d.community_id, d.visibility, count(*) OVER ()::integer AS total FROM datasets d
      WHERE d.community_id IN (SELECT community_id FROM across) AND d.community_id = ANY (app.delegated('reading'))
        AND d.status = 'published' AND d.visibility IN ('public', 'members')
        AND (app.fold_words(${q}) = '' OR d.search_words @@ app.catalogue_query(${q}))
      ORDER BY app.fold(d.title), d.id LIMIT ${page.limit} OFFSET ${page.offset})
    SELECT f.id, f.title, left(f.abstract, 300) AS summary, f.community_id AS "communityId", c.name AS "communityName", f.visibility, p.host, p."portalSlug", p.slug, f.total
    FROM found f JOIN communities c ON c.id = f.community_id
    LEFT JOIN LATERAL (
      SELECT (SELECT h.host FROM portal_hosts h WHERE h.portal_id = o.id ORDER BY h.is_primary DESC, h.host LIMIT 1) AS host,
        o.slug AS "portalSlug", l.slug
      FROM app.portal_catalogue l JOIN portals o ON o.id = l.portal_id AND o.community_id = f.community_id
      WHERE l.dataset_id = f.id AND l.is_visible ORDER BY o.created_at, o.id LIMIT 1) p ON true
    ORDER BY app.fold(f.title), f.id`;
}
