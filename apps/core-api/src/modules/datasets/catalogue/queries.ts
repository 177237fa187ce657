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

/** What facets count of dataset `d`, but for its place. In the scope of grants, only the layers that they open count. */
const factColumns = (
  q: string,
) => Prisma.sql`d.id, d.topic, d.licence, d.community_id AS producer, d.keywords, d.texts - ARRAY['title', 'abstract'] AS texts,
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
      (app.fold_words(${q}) = '' OR d.search_words @@ app.catalogue_query(${q})) AS "hasWords"`;

/** Every dataset that the portal lists and the caller may read, with what facets count, in the portal's order. */
export function factsRead(portalId: string, q: string, box: Bbox | null): Read<FactsRow> {
  const [west, south, east, north] = box ?? [null, null, null, null];
  const sql = Prisma.sql`
    SELECT ${factColumns(q)},
      (${west}::float8 IS NULL OR coalesce(cardinality(d.bbox) = 4 AND d.bbox[1] <= ${east}::float8 AND d.bbox[3] >= ${west}::float8
        AND d.bbox[2] <= ${north}::float8 AND d.bbox[4] >= ${south}::float8, false)) AS "isThere"
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid ORDER BY c.position, d.id LIMIT ${MOST_DATASETS}`;
  return { sql };
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

/** A page of the given datasets of a portal. @param asked its `ids`; null: every dataset */
export function rowsRead(
  { portalId, q, ids, reader }: { portalId: string; q: string; ids: readonly string[] | null; reader: string },
  sort: keyof typeof orders,
  page: { limit: number; offset: number },
): Read<DatasetRow> {
  const given = ids === null ? Prisma.empty : Prisma.sql`AND d.id = ANY (${ids}::uuid[])`;
  const sql = Prisma.sql`
    SELECT ${summaryColumns(listedSlug)} FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid ${given}
    ORDER BY ${orders[sort]({ q, reader })} LIMIT ${page.limit} OFFSET ${page.offset}`;
  return { sql };
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

interface Asked {
  ids: readonly string[];
  q: string;
  reader: string;
  sort: keyof typeof orders;
}

/** What the given datasets of a portal are ordered by: the least first. For lists of which grants open a part. */
export function catalogueKeys(tx: Tx, portalId: string, { ids, sort, ...asked }: Asked) {
  return tx.$queryRaw<OrderKey[]>`
    SELECT d.id, ${keys[sort](asked)} AS key, c.position FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND d.id = ANY (${ids}::uuid[])`;
}

/**
 * What a portal lists of the datasets that the caller's grants open, and the box of what they open of each. In statements of their own: the planner
 * takes lists of grants for short ones, and would read the catalogue again for each dataset.
 */
export async function grantedListing(tx: Tx, portalId: string) {
  const boxes = await tx.$queryRaw<{ id: string; bbox: number[] }[]>`SELECT p.dataset_id AS id, p.bbox FROM app.granted_parts() p`;
  const listed = await tx.$queryRaw<{ id: string; slug: string; position: number }[]>`
    SELECT c.dataset_id AS id, c.slug, c.position FROM app.portal_catalogue c WHERE c.portal_id = ${portalId}::uuid LIMIT ${MOST_DATASETS}`;
  const byId = Map.groupBy(boxes, ({ id }) => id);
  return listed.map((one) => ({ ...one, boxes: (byId.get(one.id) ?? []).map(({ bbox }) => bbox) }));
}

/** The same facts of datasets that grants open, with what they are ordered by. */
export function grantedFacts(tx: Tx, { ids, q, sort, reader }: Asked) {
  return tx.$queryRaw<(Omit<FactsRow, "isThere"> & { key: OrderKey["key"] })[]>`
    SELECT ${factColumns(q)}, ${keys[sort]({ q, reader })} AS key FROM datasets d WHERE d.id = ANY (${ids}::uuid[])`;
}

/** Datasets that grants open; their slugs are those of the listing. */
export function grantedRows(tx: Tx, ids: readonly string[]) {
  return tx.$queryRaw<DatasetRow[]>`SELECT ${summaryColumns(Prisma.sql`''`)} FROM datasets d WHERE d.id = ANY (${ids}::uuid[])`;
}
