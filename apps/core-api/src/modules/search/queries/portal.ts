import type { Tx } from "@archipel/database/database.ts";

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

export interface PageHit {
  slug: string;
  title: unknown;
  description: unknown;
}

/**
 * The published pages of a portal, of those that may be found, that hold all these folded words, or words that begin so, in any language: in their
 * title, their description, or a heading or question of their blocks.
 */
export function matchingPages(tx: Tx, portalId: string, words: readonly string[], limit: number): Promise<PageHit[]> {
  return tx.$queryRaw<PageHit[]>`
    SELECT slug, title, description FROM (
      SELECT p.slug, v.content->'title' AS title, v.content->'description' AS description,
        ' ' || app.fold_words(concat_ws(' ',
          jsonb_path_query_array(v.content, '$.title.*'), jsonb_path_query_array(v.content, '$.description.*'),
          jsonb_path_query_array(v.content, '$.blocks[*].props.title.*'), jsonb_path_query_array(v.content, '$.blocks[*].props.items[*].title.*'),
          jsonb_path_query_array(v.content, '$.blocks[*].props.items[*].question.*'))) AS folded
      FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id
      WHERE p.portal_id = ${portalId}::uuid AND p.status = 'published' AND p.kind = 'page'
        AND coalesce((v.content->>'isInSearch')::boolean, true)) m
    WHERE (SELECT bool_and(strpos(m.folded, ' ' || word) > 0) FROM unnest(${[...words]}::text[]) AS word)
    ORDER BY slug LIMIT ${limit}`;
}

export interface DatasetHit {
  title: string;
  /** Language of the title, when it is not the reader's. */
  lang: string | null;
  slug: string;
  communityName: string | null;
  bbox: number[];
}

export function matchingDatasets(
  tx: Tx,
  portalId: string,
  { q, reader }: { q: string; reader: string },
  limit: number,
): Promise<DatasetHit[]> {
  return tx.$queryRaw<DatasetHit[]>`
    SELECT app.text_in(d.texts, 'title', ${reader}, d.title) AS title,
      CASE WHEN d.language <> ${reader} AND app.text_in(d.texts, 'title', ${reader}, '') = '' THEN d.language END AS lang, c.slug, d.bbox, (SELECT p.name FROM app.public_communities p WHERE p.id = d.community_id) AS "communityName"
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND app.fold_words(${q}) <> '' AND d.search_words @@ app.catalogue_query(${q})
    ORDER BY ts_rank(d.search_words, app.catalogue_query(${q})) DESC, c.position LIMIT ${limit}`;
}
