-- An underscore parts words as any other sign does.
CREATE OR REPLACE FUNCTION app.fold_words(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN btrim(regexp_replace(app.fold(value), '[\W_]+', ' ', 'g'));

-- Words that say nothing ("de", "l'") are left out, unless nothing else was typed yet: then they are the beginning of something.
CREATE OR REPLACE FUNCTION app.catalogue_query(q text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET client_min_messages = 'warning' AS $$
  SELECT coalesce(
    string_agg(format('(%s)', stem || beginning), ' & ') FILTER (WHERE numnode(stem) > 0),
    string_agg(format('(%s)', beginning), ' & ') FILTER (WHERE numnode(beginning) > 0), '')::tsquery
  FROM regexp_split_to_table(app.fold_words(q), ' ') AS word,
    LATERAL (SELECT to_tsquery('pg_catalog.french', word) AS stem, to_tsquery('pg_catalog.simple', word || ':*') AS beginning) AS q
  WHERE word <> ''
$$;

-- Whoever fills the entries keeps the planner informed: the embedded database has no one else who would.
GRANT MAINTAIN ON search_entries TO archipel_worker, archipel_system;
-- Entries come by the layer: left on the index's pending list, they would make the next reader pay, and the planner avoid the index.
ALTER INDEX search_entries_words_idx SET (fastupdate = off);
