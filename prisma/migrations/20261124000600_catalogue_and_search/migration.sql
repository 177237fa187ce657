-- A suspended community disappears from the public's sight: its portals, and its public datasets in the portals of others.
CREATE FUNCTION app.suspended_communities() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT coalesce(array_agg(id), '{}') FROM public.communities WHERE status <> 'active'
$$;

DROP POLICY app_read ON portals;
CREATE POLICY app_read ON portals FOR SELECT TO archipel_app
  USING ((status = 'live' AND community_id <> ALL ((SELECT app.suspended_communities())::uuid[]))
         OR community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));

DROP POLICY app_read ON datasets;
CREATE POLICY app_read ON datasets FOR SELECT TO archipel_app
  USING ((status = 'published' AND visibility = 'public' AND community_id <> ALL ((SELECT app.suspended_communities())::uuid[]))
         OR (status = 'published' AND visibility = 'members' AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]))
         OR community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- What a portal lists is as readable as the portal (whose own policy answers the sub-select).
DROP POLICY app_read ON portal_datasets;
CREATE POLICY app_read ON portal_datasets FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM portals p WHERE p.id = portal_id));

-- The name of a community is public once it shows something to the public; nothing else of it is.
CREATE VIEW app.public_communities AS
  SELECT c.id, c.name FROM communities c
  WHERE c.status = 'active' AND (
    EXISTS (SELECT FROM portals p WHERE p.community_id = c.id AND p.status = 'live')
    OR EXISTS (SELECT FROM datasets d WHERE d.community_id = c.id AND d.status = 'published' AND d.visibility = 'public'));

-- The published datasets that a live portal lists: its community's own, and what others still share. The caller's own rights
-- narrow it (security_invoker). Two datasets of the same slug: the own one keeps it, the other gets a suffix that never moves.
CREATE VIEW app.portal_catalogue WITH (security_invoker = true) AS
  SELECT pd.portal_id, pd.dataset_id, pd.position, pd.is_visible,
    CASE WHEN row_number() OVER (PARTITION BY pd.portal_id, d.slug ORDER BY d.community_id = p.community_id DESC, d.id) = 1
      THEN d.slug ELSE d.slug || '-' || right(d.id::text, 8) END AS slug
  FROM portal_datasets pd
  JOIN portals p ON p.id = pd.portal_id AND p.status = 'live'
  JOIN datasets d ON d.id = pd.dataset_id AND d.status = 'published'
    AND (d.community_id = p.community_id OR (d.is_shared AND d.visibility = 'public'));

-- Text as it is compared: lower case, without accents and ligatures.
CREATE FUNCTION app.fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN regexp_replace(normalize(replace(replace(lower(value), 'œ', 'oe'), 'æ', 'ae'), NFKD), '[\u0300-\u036f]', '', 'g');
-- The same, its words parted by single spaces.
CREATE FUNCTION app.fold_words(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN btrim(regexp_replace(app.fold(value), '\W+', ' ', 'g'));

-- Every word must match, by its French stem or by its beginning: "inondat" finds "inondations", so does "inondé".
CREATE FUNCTION app.catalogue_query(q text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE SET client_min_messages = 'warning' AS $$
  SELECT coalesce(string_agg(
    format('(%s)', to_tsquery('pg_catalog.french', word) || to_tsquery('pg_catalog.simple', word || ':*')), ' & '), '')::tsquery
  FROM regexp_split_to_table(app.fold_words(q), ' ') AS word WHERE word <> ''
$$;
-- Every word of the query must begin a word of the name or of its detail, one of them at least a word of the name itself (weight A).
CREATE FUNCTION app.name_query(q text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(word || ':*', ' & ') || ' & (' || string_agg(word || ':*A', ' | ') || ')', '')::tsquery
  FROM regexp_split_to_table(app.fold_words(q), ' ') AS word WHERE word <> ''
$$;

CREATE FUNCTION app.french_and_plain(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('pg_catalog.french', app.fold_words(value)) || to_tsvector('pg_catalog.simple', app.fold_words(value));
CREATE FUNCTION app.dataset_words(title text, keywords text[], abstract text, contact_name text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN setweight(app.french_and_plain(title), 'A') || setweight(app.french_and_plain(array_to_string(keywords, ' ')), 'B')
    || setweight(app.french_and_plain(abstract), 'C') || setweight(app.french_and_plain(contact_name), 'D');

ALTER TABLE datasets ADD COLUMN search_words tsvector
  GENERATED ALWAYS AS (app.dataset_words(title, keywords, abstract, contact_name)) STORED;

-- Addresses and places of layers that hold them, filled when a layer is published. People's calls never read it: operators that are
-- not leakproof (full text) cannot use an index behind row-level security. modules/search asks first which layers the caller may
-- read, then looks only among those.
CREATE TABLE search_entries (
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  fid bigint NOT NULL,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('address', 'place')),
  label text NOT NULL,
  detail text NOT NULL DEFAULT '',
  weight double precision NOT NULL DEFAULT 0,
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  bbox double precision[] NOT NULL DEFAULT '{}',
  folded text NOT NULL GENERATED ALWAYS AS (app.fold_words(label)) STORED,
  words tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('pg_catalog.simple', app.fold_words(label)), 'A')
    || setweight(to_tsvector('pg_catalog.simple', app.fold_words(detail)), 'B')) STORED,
  PRIMARY KEY (layer_id, fid)
);
CREATE INDEX search_entries_community_id_idx ON search_entries (community_id);
CREATE INDEX search_entries_prefix_idx ON search_entries (layer_id, kind, folded text_pattern_ops);
CREATE INDEX search_entries_words_idx ON search_entries USING gin (words);

ALTER TABLE search_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_entries FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON search_entries TO archipel_worker, archipel_system;
CREATE POLICY system_all ON search_entries TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY worker_own ON search_entries TO archipel_worker USING (community_id = (SELECT app.community_id()))
  WITH CHECK (community_id = (SELECT app.community_id()));

-- Granted while they are still ours to grant.
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO archipel_app, archipel_worker, archipel_system;
GRANT SELECT ON app.public_communities, app.portal_catalogue TO archipel_app, archipel_worker, archipel_system;
GRANT CREATE ON SCHEMA app TO archipel_system;
ALTER FUNCTION app.suspended_communities() OWNER TO archipel_system;
ALTER VIEW app.public_communities OWNER TO archipel_system;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
