import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { LayerRecord } from "../../layer-store/describe/layer-summary.ts";
import type { DatasetRow } from "./policy.ts";

/** When the record of dataset `d` or the data of one of its layers last changed: an edit leaves the record as it is. */
export const changedAt = Prisma.sql`greatest(d.updated_at, (SELECT max(r.created_at) FROM layers l
  JOIN layer_revisions r ON r.layer_id = l.id AND r.revision = l.revision WHERE l.dataset_id = d.id AND l.status = 'ready'))`;

/** Columns of a DatasetRow: `d` is the dataset, `slug` its slug where it is listed. Only ready layers count. */
export function summaryColumns(slug: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`d.id, ${slug} AS slug, d.title, d.abstract, d.language, d.texts, d.licence, d.topic, d.keywords, d.is_synthetic AS "isSynthetic",
    d.visibility, d.is_shared AS "isShared", d.status, d.bbox, d.community_id AS "communityId", ${changedAt} AS "updatedAt",
    coalesce((SELECT c.name FROM app.public_communities c WHERE c.id = d.community_id),
             (SELECT c.name FROM communities c WHERE c.id = d.community_id)) AS "communityName",
    (SELECT count(*)::int FROM layers l WHERE l.dataset_id = d.id AND l.status = 'ready') AS "layerCount",
    (SELECT coalesce(sum(l.feature_count), 0)::int FROM layers l WHERE l.dataset_id = d.id AND l.status = 'ready') AS "featureCount",
    (SELECT count(*)::int FROM dataset_attachments a WHERE a.dataset_id = d.id) AS "attachmentCount"`;
}

const ownSlug = Prisma.sql`d.slug`;
export const listedSlug = Prisma.sql`c.slug`;

/** Words of the datasets that a portal lists and the caller may read, which begin like a typed word or are as long as it. */
export function catalogueWords(tx: Tx, portalId: string, typed: readonly string[]) {
  return tx.$queryRaw<{ word: string; count: number }[]>`
    SELECT word, count(*)::int AS count
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id, unnest(tsvector_to_array(d.search_words)) AS word
    WHERE c.portal_id = ${portalId}::uuid
      AND EXISTS (SELECT FROM unnest(${typed}::text[]) AS t WHERE abs(length(word) - length(t)) <= 1 OR starts_with(word, t))
    GROUP BY word ORDER BY count DESC, word LIMIT 20000`;
}

export async function listedDataset(tx: Tx, portalId: string, slug: string) {
  const rows = await tx.$queryRaw<DatasetDetailRow[]>`
    SELECT ${summaryColumns(listedSlug)}, ${detailColumns}
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND c.slug = ${slug}`;
  return rows[0];
}

export interface DatasetDetailRow extends DatasetRow {
  contactName: string;
  contactEmail: string;
  updateFrequency: string;
  lineage: string;
  identifier: string;
  constraints: string;
  contacts: unknown;
  scale: number | null;
  resolution: number | null;
  producedOn: string;
  revisedOn: string;
  publishedAt: Date | null;
}

const detailColumns = Prisma.sql`d.contact_name AS "contactName", d.contact_email AS "contactEmail",
  d.update_frequency AS "updateFrequency", d.lineage, d.published_at AS "publishedAt", d.identifier, d.constraints, d.contacts,
  d.scale, d.resolution, d.produced_on AS "producedOn", d.revised_on AS "revisedOn"`;

export async function ownDataset(tx: Tx, community: CommunityId, datasetId: string) {
  const rows = await tx.$queryRaw<DatasetDetailRow[]>`
    SELECT ${summaryColumns(ownSlug)}, ${detailColumns} FROM datasets d
    WHERE d.community_id = ${community}::uuid AND d.id = ${datasetId}::uuid`;
  return rows[0];
}

export function readyLayers(tx: Tx, datasetId: string): Promise<LayerRecord[]> {
  return tx.layer.findMany({ where: { datasetId, status: "ready" }, orderBy: [{ position: "asc" }, { id: "asc" }] });
}

export function ownDatasetRows(
  tx: Tx,
  community: CommunityId,
  filter: { q: string; status: string | null },
  page: { limit: number; offset: number },
) {
  return tx.$queryRaw<(DatasetRow & { total: number })[]>`
    SELECT ${summaryColumns(ownSlug)}, count(*) OVER ()::int AS total FROM datasets d
    WHERE d.community_id = ${community}::uuid
      AND (app.fold_words(${filter.q}) = '' OR d.search_words @@ app.catalogue_query(${filter.q}))
      AND (${filter.status}::text IS NULL OR d.status = ${filter.status})
    ORDER BY d.updated_at DESC, d.id LIMIT ${page.limit} OFFSET ${page.offset}`;
}

/** Own datasets first, then those that other communities share. */
export function listableRows(tx: Tx, community: CommunityId, q: string) {
  return tx.$queryRaw<DatasetRow[]>`
    SELECT ${summaryColumns(ownSlug)} FROM datasets d
    WHERE (d.community_id = ${community}::uuid OR (d.is_shared AND d.visibility = 'public' AND d.status = 'published'))
      AND (app.fold_words(${q}) = '' OR d.search_words @@ app.catalogue_query(${q}))
    ORDER BY d.community_id = ${community}::uuid DESC, app.fold(d.title), d.id LIMIT 200`;
}

export async function takenSlugs(tx: Tx, community: CommunityId, prefix: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ slug: string }[]>`SELECT slug FROM app.taken_slugs(${community}::uuid, ${prefix}) AS slug`;
  return new Set(rows.map((row) => row.slug));
}

export async function listedDatasetById(tx: Tx, portalId: string, datasetId: string, reader: string) {
  const rows = await tx.$queryRaw<{ title: string; slug: string; communityName: string | null; updatedAt: Date }[]>`
    SELECT app.text_in(d.texts, 'title', ${reader}, d.title) AS title, c.slug, ${changedAt} AS "updatedAt",
      (SELECT p.name FROM app.public_communities p WHERE p.id = d.community_id) AS "communityName"
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND c.dataset_id = ${datasetId}::uuid`;
  return rows[0];
}

export interface RevisionRow {
  layerId: string;
  layerTitle: string;
  revision: number;
  at: Date;
  summary: unknown;
  total: number;
}

export function datasetRevisions(tx: Tx, datasetId: string, reader: string, page: { limit: number; offset: number }) {
  return tx.$queryRaw<RevisionRow[]>`
    SELECT r.layer_id AS "layerId", app.text_in(l.texts, 'title', ${reader}, l.title) AS "layerTitle", r.revision, r.created_at AS at, r.summary, count(*) OVER ()::int AS total
    FROM layers l JOIN layer_revisions r ON r.layer_id = l.id
    WHERE l.dataset_id = ${datasetId}::uuid AND l.status = 'ready'
    ORDER BY r.created_at DESC, r.layer_id, r.revision DESC LIMIT ${page.limit} OFFSET ${page.offset}`;
}
