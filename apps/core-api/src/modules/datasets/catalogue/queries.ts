import type { catalogueSorts } from "@archipel/contracts/dataset-catalogue.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import type { Read, Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { DatasetRow } from "../policy.ts";
import { changedAt, listedSlug, summaryColumns } from "../queries.ts";

/** More datasets than any portal lists. */
const MOST_DATASETS = 20_000;

export interface FactsRow {
  id: string;
  topic: string;
  licence: string;
  producer: string;
  producerName: string | null;
  keywords: string[];
  /** Translations of the keywords. */
  texts: unknown;
  changedAt: Date;
  /** Kind and geometry type of each ready layer. */
  layers: { kind: string; geometry: string }[];
  /** Extension of each file, and whether it is a picture or grid. */
  files: { extension: string | null; isRaster: boolean; isCloud: boolean }[];
  confidence: number | null;
  hasWords: boolean;
  isThere: boolean;
}

/** Whose rights apply: the caller's roles, or grants, whose datasets have the box of what they open. */
export type CatalogueScope = "roles" | "grants";

const sources: Record<CatalogueScope, Prisma.Sql> = {
  roles: Prisma.sql`datasets d`,
  // Materialized: the function reads all grants of the caller once.
  grants: Prisma.sql`(WITH parts AS MATERIALIZED (SELECT p.dataset_id, p.bbox FROM app.granted_parts() p),
      boxes AS MATERIALIZED (SELECT dataset_id, CASE WHEN count(*) FILTER (WHERE cardinality(bbox) = 4) > 0
        THEN ARRAY[min(bbox[1]), min(bbox[2]), max(bbox[3]), max(bbox[4])] ELSE '{}' END AS bbox FROM parts GROUP BY dataset_id)
    SELECT o.id, o.topic, o.licence, o.community_id, o.keywords, o.texts, o.updated_at, o.search_words, b.bbox
    FROM datasets o JOIN boxes b ON b.dataset_id = o.id) d`,
};

/**
 * Every dataset that the portal lists and the caller may read, with what facets count, in the portal's order. In the scope of the caller's grants,
 * only what they open counts.
 */
export function catalogueFacts(tx: Tx, scope: CatalogueScope, portalId: string, q: string, box: Bbox | null) {
  const [west, south, east, north] = box ?? [null, null, null, null];
  return tx.$queryRaw<FactsRow[]>`
    SELECT d.id, d.topic, d.licence, d.community_id AS producer, d.keywords, d.texts - ARRAY['title', 'abstract'] AS texts,
      ${changedAt} AS "changedAt",
      coalesce((SELECT p.name FROM app.public_communities p WHERE p.id = d.community_id),
               (SELECT p.name FROM communities p WHERE p.id = d.community_id)) AS "producerName",
      coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('kind', l.kind, 'geometry', l.geometry_type))
        FROM layers l WHERE l.dataset_id = d.id AND l.status = 'ready'), '[]') AS layers,
      coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('extension', lower(substring(a.file_name FROM '\.([A-Za-z0-9]{1,10})$')),
        'isRaster', a.raster IS NOT NULL, 'isCloud', a.cloud IS NOT NULL)) FROM dataset_attachments a WHERE a.dataset_id = d.id), '[]') AS files,
      (SELECT sum((l->>'features')::float8 * (l->>'confidence')::float8) / nullif(sum((l->>'features')::float8), 0)
        FROM quality_sheets s, jsonb_array_elements(s.figures->'layers') AS l
        WHERE s.dataset_id = d.id AND l->>'confidence' IS NOT NULL) AS confidence,
      (app.fold_words(${q}) = '' OR d.search_words @@ app.catalogue_query(${q})) AS "hasWords",
      (${west}::float8 IS NULL OR coalesce(cardinality(d.bbox) = 4 AND d.bbox[1] <= ${east}::float8 AND d.bbox[3] >= ${west}::float8
        AND d.bbox[2] <= ${north}::float8 AND d.bbox[4] >= ${south}::float8, false)) AS "isThere"
    FROM app.portal_catalogue c JOIN ${sources[scope]} ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid ORDER BY c.position, d.id LIMIT ${MOST_DATASETS}`;
}

const orders: Record<(typeof catalogueSorts)[number], (asked: { q: string; reader: string }) => Prisma.Sql> = {
  relevance: ({ q }) => Prisma.sql`ts_rank(d.search_words, app.catalogue_query(${q})) DESC, c.position, d.id`,
  updated: () => Prisma.sql`${changedAt} DESC, d.id`,
  published: () => Prisma.sql`d.published_at DESC NULLS LAST, d.id`,
  title: ({ reader }) => Prisma.sql`app.fold(app.text_in(d.texts, 'title', ${reader}, d.title)), d.id`,
};

/** The first datasets of a portal in its own order, and how many it lists. @param portal the portal's id, as SQL */
export function listedRead(portal: Prisma.Sql, limit: number): Read<DatasetRow & { total: number }> {
  const sql = Prisma.sql`
    SELECT ${summaryColumns(listedSlug)}, c.total
    FROM (SELECT a.dataset_id, a.slug, a.position, count(*) OVER ()::int AS total FROM app.portal_catalogue a
        WHERE a.portal_id = ${portal} ORDER BY a.position, a.dataset_id LIMIT ${limit}) AS c
      JOIN datasets d ON d.id = c.dataset_id
    ORDER BY c.position, d.id`;
  return { sql };
}

/** A page of the given datasets of a portal. */
export function catalogueRows(
  tx: Tx,
  { portalId, q, ids, reader }: { portalId: string; q: string; ids: readonly string[]; reader: string },
  sort: keyof typeof orders,
  page: { limit: number; offset: number },
) {
  return tx.$queryRaw<DatasetRow[]>`
    SELECT ${summaryColumns(listedSlug)} FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND d.id = ANY (${ids}::uuid[])
    ORDER BY ${orders[sort]({ q, reader })} LIMIT ${page.limit} OFFSET ${page.offset}`;
}

const keys: Record<keyof typeof orders, (asked: { q: string; reader: string }) => Prisma.Sql> = {
  relevance: ({ q }) => Prisma.sql`-ts_rank(d.search_words, app.catalogue_query(${q}))::float8`,
  updated: () => Prisma.sql`-extract(epoch FROM ${changedAt})::float8`,
  published: () => Prisma.sql`-extract(epoch FROM d.published_at)::float8`,
  title: ({ reader }) => Prisma.sql`app.fold(app.text_in(d.texts, 'title', ${reader}, d.title))`,
};

export interface OrderKey {
  id: string;
  /** Null after all others. */
  key: number | string | null;
  position: number;
}

/** What the given datasets of a portal are ordered by: the least first. For lists that are read in two scopes. */
export function catalogueKeys(
  tx: Tx,
  { portalId, q, ids, reader }: { portalId: string; q: string; ids: readonly string[]; reader: string },
  sort: keyof typeof orders,
) {
  return tx.$queryRaw<OrderKey[]>`
    SELECT d.id, ${keys[sort]({ q, reader })} AS key, c.position FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND d.id = ANY (${ids}::uuid[])`;
}
