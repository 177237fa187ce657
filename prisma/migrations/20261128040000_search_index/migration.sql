-- The search index, made again: streets and zones as entries of their own, the commune of each entry, and the words of each layer with their
-- counts. All of it is derived from layers: a scheduled task fills it for the layers that exist (jobs/search-index.ts). Processes of the previous version go on with search_entries until they are restarted,
-- and again if the operator goes back to them; a later migration drops that table.

-- Letters that Unicode does not decompose. The same list as in packages/search/src/fold.ts.
CREATE OR REPLACE FUNCTION app.fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN regexp_replace(normalize(
    translate(replace(replace(replace(replace(lower(value), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'þ', 'th'), 'øłđðı', 'olddi'), NFKD),
    '[\u0300-\u036f]', '', 'g');
-- The words of datasets whose texts hold these letters.
UPDATE datasets SET title = title
WHERE lower(concat(title, abstract, contact_name, array_to_string(keywords, ' '))) ~ '[ßþøłđðı]';

-- The words of an entry: those of its name, and those of what surrounds it (commune, codes, nature) with an @ before each. Both kinds are found
-- in the index itself, which weights of words would not be.
CREATE FUNCTION app.entry_words(name text, context text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_to_tsvector(array_remove(
    string_to_array(app.fold_words(name), ' ')
    || string_to_array('@' || replace(nullif(app.fold_words(context), ''), ' ', ' @'), ' '), ''));

CREATE TABLE search_names (
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  -- The feature, or what the features of the entry share: a street in its commune.
  key text NOT NULL,
  -- Null for an entry that several features make.
  fid bigint,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('commune', 'place', 'street', 'zone', 'parcel', 'tile')),
  label text NOT NULL,
  detail text NOT NULL DEFAULT '',
  commune text NOT NULL DEFAULT '',
  commune_code text NOT NULL DEFAULT '',
  postcode text NOT NULL DEFAULT '',
  -- Usually the number of inhabitants.
  weight double precision NOT NULL DEFAULT 0,
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  bbox double precision[] NOT NULL DEFAULT '{}',
  -- The folded label; of a parcel: section, number, prefix and commune, so that a search without the commune finds it too.
  sort_key text COLLATE "C" NOT NULL,
  -- Empty for parcels, which are found by their sort key.
  words tsvector NOT NULL DEFAULT '',
  -- Lowest first: short names, and those of large weight.
  rank real NOT NULL GENERATED ALWAYS AS (length(sort_key) - 3 * log(greatest(weight, 0) + 1)) STORED,
  PRIMARY KEY (layer_id, key)
);
CREATE INDEX search_names_community_id_idx ON search_names (community_id);
CREATE INDEX search_names_fid_idx ON search_names (layer_id, fid) WHERE fid IS NOT NULL;
CREATE INDEX search_names_sort_key_idx ON search_names (layer_id, kind, sort_key);
CREATE INDEX search_names_commune_idx ON search_names (community_id, commune_code) WHERE kind = 'commune';
-- Entries come by the layer: on the index's pending list, they would slow the next reader and make the planner avoid the index.
CREATE INDEX search_names_words_idx ON search_names USING gin (words) WITH (fastupdate = off);

-- The features that make an entry together: the houses of a street, the polygons of a zone.
CREATE TABLE search_parts (
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  fid bigint NOT NULL,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  key text NOT NULL,
  number integer,
  suffix text NOT NULL DEFAULT '',
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  PRIMARY KEY (layer_id, fid)
);
CREATE INDEX search_parts_community_id_idx ON search_parts (community_id);
CREATE INDEX search_parts_key_idx ON search_parts (layer_id, key, number);

-- The words of a layer's entries, with the number of entries. A word that no entry holds any more stays with 0, so that processes which keep
-- the words in memory notice it; the next rebuild deletes it.
CREATE TABLE search_words (
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  word text COLLATE "C" NOT NULL,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  entries integer NOT NULL,
  -- The version of the layer's words in which the count changed.
  version bigint NOT NULL,
  PRIMARY KEY (layer_id, word)
);
CREATE INDEX search_words_community_id_idx ON search_words (community_id);
CREATE INDEX search_words_version_idx ON search_words (layer_id, version);

-- How a layer was indexed. Layers without a row, or with another format than the code's, are indexed again.
CREATE TABLE search_layers (
  layer_id uuid PRIMARY KEY REFERENCES layers ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  format integer NOT NULL,
  -- Grows with each change of the words.
  version bigint NOT NULL DEFAULT 1,
  -- The version in which all words were written again.
  rebuilt_in bigint NOT NULL DEFAULT 1,
  -- The number of words.
  words integer NOT NULL DEFAULT 0,
  -- Of its entries; null when it has none.
  kind text,
  -- Whether it says less than the commune of each entry, so that a layer of communes is asked; which one was, and in which version.
  needs_communes boolean NOT NULL DEFAULT false,
  communes_from uuid,
  communes_version bigint
);
CREATE INDEX search_layers_community_id_idx ON search_layers (community_id);

ALTER TABLE search_names ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE search_parts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE search_words ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE search_layers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON search_names, search_parts, search_words, search_layers TO archipel_system, archipel_worker;
GRANT MAINTAIN ON search_names, search_parts, search_words TO archipel_worker;
GRANT MAINTAIN ON search_names TO archipel_system;
CREATE POLICY system_all ON search_names TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY system_all ON search_parts TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY system_all ON search_words TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY system_all ON search_layers TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY worker_own ON search_names TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY worker_own ON search_parts TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY worker_own ON search_words TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY worker_own ON search_layers TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
