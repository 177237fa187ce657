import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

/** The layers of a portal that the caller may read: only their names are searched. */
export async function readableLayers(tx: Tx, portalId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM app.portal_catalogue c JOIN layers l ON l.dataset_id = c.dataset_id AND l.status = 'ready'
    WHERE c.portal_id = ${portalId}::uuid`;
  return rows.map((row) => row.id);
}

/** Only the newest maps of a portal are searched. */
const NEWEST_MAPS = 500;
/** Of a map's text, its beginning. */
const LETTERS_OF_TEXT = 300;

export interface MapHit {
  slug: string;
  kind: "map" | "story";
  title: unknown;
  text: unknown;
}

/** The published maps and stories of a portal that hold all these folded words, or words that begin so, in any language. */
export function matchingMaps(tx: Tx, portalId: string, words: readonly string[], limit: number): Promise<MapHit[]> {
  return tx.$queryRaw<MapHit[]>`
    SELECT slug, kind, title, text FROM (
      SELECT slug, kind, title, text, published_at,
        ' ' || app.fold_words(concat_ws(' ', title->>'fr', title->>'en', left(text->>'fr', ${LETTERS_OF_TEXT}), left(text->>'en', ${LETTERS_OF_TEXT}))) AS folded
      FROM saved_maps WHERE portal_id = ${portalId}::uuid AND status = 'published' ORDER BY published_at DESC LIMIT ${NEWEST_MAPS}) m
    WHERE (SELECT bool_and(strpos(m.folded, ' ' || word) > 0) FROM unnest(${[...words]}::text[]) AS word)
    ORDER BY published_at DESC LIMIT ${limit}`;
}

/** Of a text, its beginning is searched, in all languages together. */
const LETTERS_OF_PAGE = 1_500;
/** Only the newest pages and news are searched. */
const NEWEST_PAGES = 1_000;

export interface PageHit {
  kind: "page" | "news";
  /** Its path below the language. */
  slug: string;
  title: unknown;
}

/**
 * Published pages and news that hold all these folded words, or words that begin so, in any language: in their title, their description, or a heading or
 * question of the blocks that visitors see.
 */
export function matchingPages(tx: Tx, portalId: string, words: readonly string[], limit: number): Promise<PageHit[]> {
  return tx.$queryRaw<PageHit[]>`
    SELECT kind, slug, title FROM (
      SELECT p.kind, CASE p.kind WHEN 'news' THEN 'news/' || p.slug ELSE p.slug END AS slug, v.content->'title' AS title, p.first_published_at,
        ' ' || app.fold_words(left(concat_ws(' ',
          jsonb_path_query_array(v.content, '$.title.*'), jsonb_path_query_array(v.content, '$.description.*'),
          jsonb_path_query_array(v.content, '$.blocks[*] ? (!exists(@.isHidden)).props.title.*'), jsonb_path_query_array(v.content, '$.blocks[*] ? (!exists(@.isHidden)).props.items[*].title.*'),
          jsonb_path_query_array(v.content, '$.blocks[*] ? (!exists(@.isHidden)).props.items[*].question.*')), ${LETTERS_OF_PAGE})) AS folded
      FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id
      WHERE p.portal_id = ${portalId}::uuid AND p.status = 'published' AND p.kind <> 'home'
        AND coalesce((v.content->>'isInSearch')::boolean, true)
      ORDER BY p.first_published_at DESC NULLS LAST LIMIT ${NEWEST_PAGES}) m
    WHERE (SELECT bool_and(strpos(m.folded, ' ' || word) > 0) FROM unnest(${[...words]}::text[]) AS word)
    ORDER BY first_published_at DESC NULLS LAST LIMIT ${limit}`;
}

export interface DatasetHit {
  id: string;
  title: string;
  /** Language of the title, when it is not the reader's. */
  lang: string | null;
  slug: string;
  communityName: string | null;
  bbox: number[];
}

/** @param isPart in the scope of the caller's grants: boxes are those of what they open */
export function matchingDatasets(
  tx: Tx,
  portalId: string,
  { q, reader, isPart = false }: { q: string; reader: string; isPart?: boolean },
  limit: number,
): Promise<DatasetHit[]> {
  const bbox = isPart
    ? Prisma.sql`(SELECT CASE WHEN count(*) > 0 THEN ARRAY[min(b.bbox[1]), min(b.bbox[2]), max(b.bbox[3]), max(b.bbox[4])] ELSE '{}' END
        FROM parts b WHERE b.dataset_id = d.id AND cardinality(b.bbox) = 4)`
    : Prisma.sql`d.bbox`;
  const parts = isPart ? Prisma.sql`WITH parts AS MATERIALIZED (SELECT p.dataset_id, p.bbox FROM app.granted_parts() p)` : Prisma.empty;
  return tx.$queryRaw<DatasetHit[]>`${parts}
    SELECT d.id, app.text_in(d.texts, 'title', ${reader}, d.title) AS title,
      CASE WHEN d.language <> ${reader} AND app.text_in(d.texts, 'title', ${reader}, '') = '' THEN d.language END AS lang, c.slug, ${bbox} AS bbox, (SELECT p.name FROM app.public_communities p WHERE p.id = d.community_id) AS "communityName"
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND app.fold_words(${q}) <> '' AND d.search_words @@ app.catalogue_query(${q})
    ORDER BY ts_rank(d.search_words, app.catalogue_query(${q})) DESC, c.position LIMIT ${limit}`;
}
